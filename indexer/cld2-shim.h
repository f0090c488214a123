/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cld2-shim.h: the one call of cld2, a C++ library, that C needs.
 */
#ifndef INDEXER_CLD2_SHIM_H
#define INDEXER_CLD2_SHIM_H

#ifdef __cplusplus
extern "C" {
#endif

/* The code of the language of UTF-8 text, static storage; NULL where it is unknown. */
const char *cld2_detect(const char *text, int length, int *reliable);

#ifdef __cplusplus
}
#endif

#endif
