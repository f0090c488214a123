/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sgml-document.h"

#include <string.h>

#include "indexer/charset.h"
#include "indexer/extract/entity.h"
#include "morgue/text.h"

#define TAG_CEILING    ((gsize)1024) /* bytes; a `<` without `>` so near is text */
#define TAGS_CEILING   100000u
#define ENTITY_CEILING ((gsize)40)

static gboolean is_name(char character)
{
    return g_ascii_isalnum(character) || strchr("_-.", character) != NULL;
}

/* Reads the tag at `place`, a `<`. */
static gboolean read_tag(const GString *text, gsize place, SgmlTag *tag)
{
    const char *start = text->str + place;
    gboolean is_end = start[1] == '/';
    const char *name = start + 1 + is_end;
    if (!g_ascii_isalpha(*name))
        return FALSE;
    gsize length = 1;
    while (length < TAG_CEILING && name[length] != '\0' && is_name(name[length]))
        length++;
    gsize rest = MIN(text->len - (gsize)(name - text->str) - length, TAG_CEILING);
    const char *end = memchr(name + length, '>', rest);
    if (end == NULL || memchr(name + length, '<', (gsize)(end - name) - length) != NULL)
        return FALSE;
    *tag = (SgmlTag){
        .start = (guint32)place,
        .end = (guint32)(end + 1 - text->str),
        .name = (guint32)(name - text->str),
        .name_length = (guint16)length,
        .is_end = is_end,
    };
    return TRUE;
}

void sgml_document_init(SgmlDocument *document, const guint8 *bytes, gsize length)
{
    CharsetResult charset = {0};
    document->text = charset_decode(bytes, length, "windows-1252", NULL, &charset);
    document->repaired = charset.replaced > 0;
    document->tags = g_array_new(FALSE, FALSE, sizeof(SgmlTag));
    const char *place = document->text->str;
    while (document->tags->len < TAGS_CEILING && (place = strchr(place, '<')) != NULL) {
        SgmlTag tag;
        if (read_tag(document->text, (gsize)(place - document->text->str), &tag)) {
            g_array_append_val(document->tags, tag);
            place = document->text->str + tag.end;
        } else {
            place++;
        }
    }
}

void sgml_document_clear(SgmlDocument *document)
{
    g_string_free(document->text, TRUE);
    g_array_free(document->tags, TRUE);
}

static const SgmlTag *tag_at(const SgmlDocument *document, guint index)
{
    return &g_array_index(document->tags, SgmlTag, index);
}

static gboolean is_called(const SgmlDocument *document, const SgmlTag *tag, const char *name)
{
    return strlen(name) == tag->name_length &&
           g_ascii_strncasecmp(document->text->str + tag->name, name, tag->name_length) == 0;
}

gboolean sgml_find(const SgmlDocument *document, const char *name, guint from, SgmlElement *element)
{
    guint index = from;
    while (index < document->tags->len &&
           (tag_at(document, index)->is_end || !is_called(document, tag_at(document, index), name)))
        index++;
    if (index >= document->tags->len)
        return FALSE;
    *element = (SgmlElement){.tag = index, .start = tag_at(document, index)->end};
    element->end = index + 1 < document->tags->len ? tag_at(document, index + 1)->start
                                                   : (guint32)document->text->len;
    for (guint i = index + 1; i < document->tags->len; i++) {
        const SgmlTag *tag = tag_at(document, i);
        if (is_called(document, tag, name)) {
            element->end = tag->start;
            break;
        }
    }
    return TRUE;
}

char *sgml_attribute(const SgmlDocument *document, guint index, const char *name)
{
    const SgmlTag *tag = tag_at(document, index);
    const char *place = document->text->str + tag->name + tag->name_length;
    const char *end = document->text->str + tag->end - 1;
    gsize length = strlen(name);
    for (; place + length < end; place++) {
        if (!g_ascii_isspace(place[0]) || g_ascii_strncasecmp(place + 1, name, length) != 0 ||
            place[length + 1] != '=')
            continue;
        const char *value = place + length + 2;
        gboolean quoted = value < end && (*value == '"' || *value == '\'');
        gsize size = quoted ? 0 : strcspn(value, " \t\r\n>");
        if (quoted) {
            const char *close = memchr(value + 1, *value, (gsize)(end - value) - 1);
            size = (gsize)((close == NULL ? end : close) - ++value);
        }
        return g_strndup(value, MIN(size, (gsize)(end - value)));
    }
    return NULL;
}

/* Entities that HTML does not have: of the LA Times, FT, FBIS (formats.md §6.7). */
static const struct {
    const char *entity, *text;
} collection_entities[] = {
    {"&hyph;", "-"}, {"&blank;", " "}, {"&Cx1f;", " "},  {"&LR;", " "},
    {"&sect;", "§"}, {"&bull;", "•"},  {"&mdash;", "—"},
};

/* Decodes the entity at `text`; returns its length, or 0 where it is none. */
static gsize decode_entity(GString *out, const char *text, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(collection_entities); i++) {
        if (g_str_has_prefix(text, collection_entities[i].entity)) {
            g_string_append(out, collection_entities[i].text);
            return strlen(collection_entities[i].entity);
        }
    }
    const char *semicolon = memchr(text, ';', MIN(length, ENTITY_CEILING));
    if (semicolon == NULL)
        return 0;
    gsize before = out->len, size = (gsize)(semicolon - text) + 1;
    guint64 code = text[1] == '#' ? g_ascii_strtoull(text + 2, NULL, 10) : 0;
    if (text[1] == '#' && g_ascii_isdigit(text[2]) && (code < ' ' || code == 127)) {
        g_string_append_c(out, ' ');
        return size;
    }
    char entity[ENTITY_CEILING + 1];
    memcpy(entity, text, size);
    entity[size] = '\0';
    const char *rest = entity_append(out, entity);
    if (rest == NULL)
        return 0;
    if (out->len == before + 1 && g_ascii_iscntrl(out->str[before]))
        out->str[before] = ' ';
    return (gsize)(rest - entity);
}

void sgml_decode(GString *out, const char *text, gsize length)
{
    const char *end = text + length;
    while (text < end) {
        const char *ampersand = memchr(text, '&', (gsize)(end - text));
        const char *stop = ampersand == NULL ? end : ampersand;
        g_string_append_len(out, text, stop - text);
        if (ampersand == NULL)
            return;
        gsize size = decode_entity(out, ampersand, (gsize)(end - ampersand));
        if (size == 0)
            g_string_append_c(out, '&');
        text = ampersand + MAX(size, 1);
    }
}

static gboolean divides(const SgmlDocument *document, const SgmlTag *tag)
{
    static const char *const names[] = {"P",    "TEXT",       "LP",        "LEADPARA", "TITLE",
                                        "HEAD", "TABLE",      "TABLEROW",  "H3",       "HEADLINE",
                                        "BR",   "ANNOTATION", "CORRECTION"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (is_called(document, tag, names[i]))
            return TRUE;
    }
    return FALSE;
}

GString *sgml_lines(const SgmlDocument *document, const SgmlElement *element)
{
    GString *out = g_string_sized_new(element->end - element->start + 1);
    guint32 place = element->start;
    for (guint i = element->tag + 1; i < document->tags->len; i++) {
        const SgmlTag *tag = tag_at(document, i);
        if (tag->start >= element->end)
            break;
        sgml_decode(out, document->text->str + place, tag->start - place);
        g_string_append(out, divides(document, tag) ? "\n\n" : " ");
        place = tag->end;
    }
    if (place < element->end)
        sgml_decode(out, document->text->str + place, element->end - place);
    return out;
}

char *sgml_line(const SgmlDocument *document, const SgmlElement *element)
{
    g_autoptr(GString) lines = sgml_lines(document, element);
    GString *line = g_string_new(NULL);
    text_clean_line(line, lines->str, lines->len);
    return g_strstrip(g_string_free(line, FALSE));
}
