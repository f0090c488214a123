/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags by memchr, nothing else. */
#include "indexer/sgml-splitter.h"

#include <string.h>

#include "indexer/extract/entity.h"

#define STEP ((gsize)64 * 1024)

/* No reference is longer: `&blank;`, `&#1234567;`. */
#define REFERENCE_LENGTH 12

struct SgmlSplitter {
    Source *source;
    const char *name;
    gsize pending; /* of the document given last, not consumed yet */
};

SgmlSplitter *sgml_splitter_new(Source *source, const char *name)
{
    SgmlSplitter *self = g_new0(SgmlSplitter, 1);
    self->source = source;
    self->name = name;
    return self;
}

void sgml_splitter_free(SgmlSplitter *self)
{
    g_free(self);
}

/* What the next tag with a name is, at or after `at`: `</name` or `<name`. NULL for none. */
static const char *find_tag(const char *at, const char *end, const char *name, gboolean closing)
{
    gsize length = strlen(name), head = closing ? 2 : 1;
    while (at < end && (at = memchr(at, '<', (gsize)(end - at))) != NULL) {
        gsize rest = (gsize)(end - at);
        if (rest > head + length && (at[1] == '/') == closing &&
            g_ascii_strncasecmp(at + head, name, length) == 0 &&
            (at[head + length] == '>' || g_ascii_isspace(at[head + length])))
            return at;
        at++;
    }
    return NULL;
}

static const char *look(SgmlSplitter *self, gsize want, gsize *available, GError **error)
{
    const guint8 *bytes = source_peek(self->source, want, available, NULL);
    if (bytes == NULL)
        bytes = source_peek(self->source, 1, available, error);
    return (const char *)bytes;
}

/* Passes over what stands before the next start tag. FALSE at the end. */
static gboolean find_start(SgmlSplitter *self, GError **error)
{
    gsize available, longest = strlen(self->name) + 2;
    const char *bytes;
    while ((bytes = look(self, STEP, &available, error)) != NULL && available > 0) {
        const char *tag = find_tag(bytes, bytes + available, self->name, FALSE);
        gsize kept = available < STEP ? 0 : MIN(longest, available - 1);
        source_consume(self->source, tag != NULL ? (gsize)(tag - bytes) : available - kept);
        if (tag != NULL)
            return TRUE;
    }
    return FALSE;
}

/* The length up to the end tag; where the next document begins before it, up to that. */
static gsize document_length(SgmlSplitter *self, gboolean *is_cut)
{
    gsize available = 0, scanned = 1, longest = strlen(self->name) + 3;
    for (gsize want = STEP;; want = MIN(want * 2, SOURCE_ITEM_CEILING)) {
        const char *bytes = look(self, want, &available, NULL);
        if (bytes == NULL)
            return 0;
        const char *end = bytes + available;
        const char *stop = find_tag(bytes + scanned, end, self->name, TRUE);
        const char *next = find_tag(bytes + scanned, stop != NULL ? stop : end, self->name, FALSE);
        const char *close = stop == NULL ? NULL : memchr(stop, '>', (gsize)(end - stop));
        *is_cut = next != NULL || close == NULL;
        if (next != NULL)
            return (gsize)(next - bytes);
        if (close != NULL)
            return (gsize)(close - bytes) + 1;
        if (available < want || want == SOURCE_ITEM_CEILING)
            return MIN(available, SOURCE_ITEM_CEILING);
        scanned = available > longest ? available - longest : 1;
    }
}

gboolean sgml_splitter_next(SgmlSplitter *self, SgmlItem *item, GError **error)
{
    source_consume(self->source, self->pending);
    self->pending = 0;
    if (!find_start(self, error))
        return FALSE;
    *item = (SgmlItem){.offset = source_offset(self->source)};
    item->length = document_length(self, &item->is_cut);
    gsize available;
    item->bytes = look(self, item->length, &available, error);
    if (item->bytes == NULL)
        return FALSE;
    item->length = MIN(item->length, available);
    self->pending = item->length;
    return TRUE;
}

gboolean sgml_find(const char *from, const char *end, const char *name, SgmlElement *element)
{
    const char *tag = find_tag(from, end, name, FALSE);
    const char *open = tag == NULL ? NULL : memchr(tag, '>', (gsize)(end - tag));
    if (open == NULL)
        return FALSE;
    element->attributes = tag + 1 + strlen(name);
    element->attributes_length = (gsize)(open - element->attributes);
    element->content = open + 1;
    const char *close = find_tag(open + 1, end, name, TRUE);
    const char *again = find_tag(open + 1, close != NULL ? close : end, name, FALSE);
    const char *stop = again != NULL ? again : close != NULL ? close : end;
    element->length = (gsize)(stop - element->content);
    element->end = stop;
    return TRUE;
}

char *sgml_attribute(const SgmlElement *element, const char *name)
{
    const char *end = element->attributes + element->attributes_length;
    gsize length = strlen(name);
    for (const char *at = element->attributes; at + length < end; at++) {
        if (!g_ascii_isspace(*at) || g_ascii_strncasecmp(at + 1, name, length) != 0 ||
            at + 1 + length >= end || at[1 + length] != '=')
            continue;
        const char *value = at + 2 + length;
        if (value < end && *value == '"') {
            const char *quote = memchr(value + 1, '"', (gsize)(end - value - 1));
            return g_strndup(value + 1, (gsize)((quote != NULL ? quote : end) - value - 1));
        }
        const char *stop = value;
        while (stop < end && !g_ascii_isspace(*stop))
            stop++;
        return g_strndup(value, (gsize)(stop - value));
    }
    return NULL;
}

/* References that only these collections have, in lower case. */
static const struct {
    const char *name, *text;
} references[] = {{"&hyph;", "-"}, {"&blank;", " "}, {"&sect;", "§"},   {"&bull;", "•"},
                  {"&cx1f;", " "}, {"&lr;", " "},    {"&mdash;", "—"},  {"&ndash;", "–"},
                  {"&lsqb;", "["}, {"&rsqb;", "]"},  {"&dollar;", "$"}, {"&cir;", " "},
                  {"&para;", " "}, {"&rsquo;", "’"}, {"&lsquo;", "‘"}};

/* Appends what a reference stands for; returns how long it is, 0 where it is none. */
static gsize append_reference(GString *out, const char *at, gsize rest)
{
    for (gsize i = 0; i < G_N_ELEMENTS(references); i++) {
        gsize length = strlen(references[i].name);
        if (length <= rest && g_ascii_strncasecmp(at, references[i].name, length) == 0) {
            g_string_append(out, references[i].text);
            return length;
        }
    }
    char copy[REFERENCE_LENGTH + 1] = "";
    memcpy(copy, at, MIN(rest, REFERENCE_LENGTH));
    const char *behind = entity_append(out, copy);
    return behind == NULL ? 0 : (gsize)(behind - copy);
}

/* The length of a tag, 0 where a `<` is just a sign. */
static gsize tag_length(const char *at, gsize rest)
{
    const char *name = rest > 1 && at[1] == '/' ? at + 2 : at + 1;
    if (name >= at + rest || !(g_ascii_isalpha(*name) || *name == '!'))
        return 0;
    const char *close = memchr(at, '>', rest);
    const char *line = memchr(at, '\n', rest);
    return close == NULL || (line != NULL && line < close) ? 0 : (gsize)(close - at) + 1;
}

static gboolean is_paragraph_tag(const char *at)
{
    return at[1] == '/' ? g_ascii_tolower(at[2]) == 'p' && at[3] == '>'
                        : g_ascii_tolower(at[1]) == 'p' && (at[2] == '>' || at[2] == ' ');
}

char *sgml_text(const char *bytes, gsize length)
{
    GString *out = g_string_sized_new(length);
    const char *end = bytes + length;
    for (const char *at = bytes; at < end;) {
        gsize rest = (gsize)(end - at);
        gsize used = *at == '<' ? tag_length(at, rest) : 0;
        if (used > 2 && is_paragraph_tag(at))
            g_string_append(out, "\n\n");
        else if (used > 0)
            g_string_append_c(out, ' ');
        if (used == 0 && *at == '&')
            used = append_reference(out, at, rest);
        if (used == 0) {
            g_string_append_c(out, *at);
            used = 1;
        }
        at += used;
    }
    for (char *at = out->str; *at != '\0'; at++)
        if ((guchar)*at < ' ' && *at != '\n')
            *at = ' ';
    return g_string_free(out, FALSE);
}

char *sgml_line(const char *bytes, gsize length)
{
    g_autofree char *text = sgml_text(bytes, length);
    GString *line = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++) {
        guchar sign = (guchar)*at;
        if (sign > ' ' && sign != 0x7f)
            g_string_append_c(line, *at);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
    g_strchomp(line->str);
    return g_string_free(line, *line->str == '\0');
}
