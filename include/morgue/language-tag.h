/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * language-tag.h: the names that archives give to languages, as BCP 47 tags.
 */
#ifndef MORGUE_LANGUAGE_TAG_H
#define MORGUE_LANGUAGE_TAG_H

#include <glib.h>

/*
 * The tag for what an article says of its language: a BCP 47 tag in any case (`EN-us`), a POSIX
 * locale (`de_AT.UTF-8`), an ISO 639-2 code, terminological or bibliographic (`deu`, `ger`), the
 * language's English or own name (`German`, `Deutsch`), or the first of a list of these. Written
 * as BCP 47 §2.1.1 recommends: `en-US`, `zh-Hant`. NULL for anything else (`und`, `multi`). The
 * caller owns it.
 */
char *language_tag(const char *text);

#endif
