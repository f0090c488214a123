/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of fields. */
#include "morgue/field.h"

#include <string.h>

#include "morgue/misspelling.h"

static const Field fields[FIELD_COUNT] = {
    {FIELD_HEADLINE, "headline", "title hl", "S", FIELD_WORDS, FIELD_NO_SLOT, ARTICLE_HEADLINE,
     "words of the headline", "headline:ceasefire"},
    {FIELD_BYLINE, "byline", "author by", "A", FIELD_FOLDED, 3, ARTICLE_BYLINE, "who wrote it",
     "byline:\"jane doe\""},
    {FIELD_SECTION, "section", "desk", "XS", FIELD_FOLDED, 4, ARTICLE_SECTION,
     "section or desk of the paper", "section:business"},
    {FIELD_SOURCE, "source", "paper publisher", "H", FIELD_FOLDED, 5, ARTICLE_SOURCE,
     "the paper or agency, or the host of its web site", "source:courier"},
    {FIELD_PLACE, "place", "dateline", "XP", FIELD_FOLDED, 6, ARTICLE_PLACE,
     "place of the dateline", "place:geneva"},
    {FIELD_KEYWORD, "keyword", "tag subject", "K", FIELD_FOLDED, 7, -1,
     "keywords that came with the article", "keyword:shipping"},
    {FIELD_LANGUAGE, "lang", "language", "L", FIELD_WHOLE, 8, ARTICLE_LANGUAGE,
     "language of the text, as a BCP 47 tag", "lang:de"},
    {FIELD_DATE_PUBLISHED, "date", "", "D", FIELD_DATE, SLOT_DATE, -1,
     "publication date or range of dates", "date:2022-02-24..2022-03-31"},
    {FIELD_URL, "url", "", "U", FIELD_WHOLE, FIELD_NO_SLOT, ARTICLE_URL, "web address, whole",
     "url:https://example.org/2022/03/01/a.html"},
    {FIELD_FILE, "file", "", "XF", FIELD_WHOLE, FIELD_NO_SLOT, -1,
     "file, by its path below the root of its archive", "file:2022/03/01/a.html"},
    {FIELD_ID, "id", "", "XI", FIELD_WHOLE, SLOT_ID, -1,
     "public id, or at least 6 characters of one", "id:7h3k9q2m4x1d"},
    {FIELD_HAS, "has", "", PREFIX_HAS, FIELD_WHOLE, FIELD_NO_SLOT, -1,
     "articles in which a field is present", "has:byline"},
};

const Field *field_table(void)
{
    return fields;
}

const Field *field_get(FieldId id)
{
    g_assert(id < FIELD_COUNT && fields[id].id == id);
    return &fields[id];
}

static gboolean same_word(const char *word, gsize word_length, const char *name, gsize length)
{
    return word_length == length && g_ascii_strncasecmp(word, name, length) == 0;
}

static gboolean has_alias(const Field *field, const char *name, gsize length)
{
    for (const char *word = field->aliases; *word != '\0';) {
        gsize word_length = strcspn(word, " ");
        if (same_word(word, word_length, name, length))
            return TRUE;
        word += word_length;
        word += strspn(word, " ");
    }
    return FALSE;
}

const Field *field_find(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (same_word(fields[i].name, strlen(fields[i].name), name, length) ||
            has_alias(&fields[i], name, length))
            return &fields[i];
    }
    return NULL;
}

const char *field_nearest(const char *name, gsize length)
{
    const char *nearest = NULL;
    guint least = MISSPELLING_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (misspelling_is_nearer(name, length, fields[i].name, &least))
            nearest = fields[i].name;
    }
    return nearest;
}

/* A longer value keeps this much of itself. */
#define WHOLE_MAX     200
#define DIGEST_LENGTH 16

void field_whole_term(GString *term, const char *prefix, const char *value, gsize length)
{
    g_string_assign(term, prefix);
    gboolean ambiguous = length > 0 && (g_ascii_isupper(value[0]) || value[0] == ':');
    if (ambiguous && term->len > 1)
        g_string_append_c(term, ':');
    g_string_append_len(term, value, (gssize)MIN(length, WHOLE_MAX));
    if (length <= WHOLE_MAX)
        return;
    g_autofree char *digest =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)value, length);
    g_string_append_len(term, digest, DIGEST_LENGTH);
}
