/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A state machine over bytes: strings, escapes, depth. */
#include "indexer/json-splitter.h"

#include <string.h>

#define STEP ((gsize)64 * 1024)

/* Where elements of a wrapping object's array are looked for: no wrapper has more before it. */
#define HEAD_CEILING ((gsize)1024 * 1024)

/* Names of keys, with the objects around them (formats.md §6.6). */
static const char wrapper_names[] =
    " articles items data results posts docs documents hits.hits "
    "response.docs response.results articles.results entries news stories ";

typedef enum {
    PLACE_VALUES, /* one value after the other */
    PLACE_ARRAY,  /* in the array whose elements are the items */
    PLACE_AFTER,  /* behind that array, in the objects around it */
} Place;

struct JsonSplitter {
    Source *source;
    Place place;
    guint wrappers;   /* objects around the array */
    gsize pending;    /* bytes of the item given last, which have not been consumed */
    gboolean is_long; /* it was cut at the ceiling: the rest of it is to be passed over */
};

JsonSplitter *json_splitter_new(Source *source)
{
    JsonSplitter *self = g_new0(JsonSplitter, 1);
    self->source = source;
    return self;
}

void json_splitter_free(JsonSplitter *self)
{
    g_free(self);
}

/* As much as can be had, up to `want` bytes, also before a failure; NULL on a failure at once. */
static const char *look(JsonSplitter *self, gsize want, gsize *available, GError **error)
{
    const guint8 *bytes = source_peek(self->source, want, available, NULL);
    if (bytes == NULL)
        bytes = source_peek(self->source, 1, available, error);
    return (const char *)bytes;
}

/* Scanning one value. */

typedef struct {
    guint depth;
    gboolean in_string, in_escape, is_over;
} Scan;

/* The place of the quotation mark that ends a string, or `end`. */
static const char *skip_string(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return MIN(at, end);
}

static gboolean is_blank(char sign)
{
    return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r';
}

/* The place of the next such sign, or `end`. */
static const char *find(const char *at, const char *end, char sign)
{
    const char *found = at < end ? memchr(at, sign, (gsize)(end - at)) : NULL;
    return found != NULL ? found : end;
}

/* Scans on in a string; returns the place behind it, or `end`. */
static const char *scan_string(Scan *scan, const char *at, const char *end)
{
    if (scan->in_escape && at < end) {
        scan->in_escape = FALSE;
        at++;
    }
    const char *quote = find(at, end, '"');
    for (const char *escape; (escape = find(at, quote, '\\')) < quote;) {
        scan->in_escape = escape + 1 == end;
        at = escape + 2;
        if (at > quote) /* which was the escaped sign */
            quote = at < end ? find(at, end, '"') : end;
    }
    at = quote;
    scan->in_string = at >= end;
    return at >= end ? end : at + 1;
}

/* Scans on from `at`; returns where the value ends, or `end` where it does not end here. */
static const char *scan_value(Scan *scan, const char *at, const char *end)
{
    while (at < end && !scan->is_over) {
        if (scan->in_string) {
            at = scan_string(scan, at, end);
            scan->is_over = scan->depth == 0 && !scan->in_string;
        } else if (*at == '"') {
            scan->in_string = TRUE;
            at++;
        } else if (*at == '{' || *at == '[') {
            scan->depth++;
            at++;
        } else if (*at == '}' || *at == ']') {
            if (scan->depth > 0)
                scan->depth--;
            else
                at--; /* closes what is around the value */
            scan->is_over = scan->depth == 0;
            at++;
        } else if (scan->depth == 0 && (is_blank(*at) || *at == ',')) {
            scan->is_over = TRUE;
        } else {
            at++;
        }
    }
    return at;
}

/* The length of the value at the current place; `is_cut` where its end was not found. */
static gsize value_length(JsonSplitter *self, gboolean *is_cut)
{
    Scan scan = {0};
    gsize scanned = 0, want = STEP, available = 0;
    for (;;) {
        const char *bytes = look(self, want, &available, NULL);
        if (bytes == NULL)
            available = scanned;
        if (bytes != NULL && available > scanned)
            scanned = (gsize)(scan_value(&scan, bytes + scanned, bytes + available) - bytes);
        *is_cut = !scan.is_over;
        if (scan.is_over)
            return scanned;
        if (available < want || want == SOURCE_ITEM_CEILING)
            return MIN(available, SOURCE_ITEM_CEILING);
        want = MIN(want * 2, SOURCE_ITEM_CEILING);
    }
}

/* Passes over a value of any length. */
static void pass_value(JsonSplitter *self)
{
    Scan scan = {0};
    gsize available;
    const char *bytes;
    while (!scan.is_over && (bytes = look(self, STEP, &available, NULL)) != NULL && available > 0) {
        gsize length = (gsize)(scan_value(&scan, bytes, bytes + available) - bytes);
        source_consume(self->source, length == 0 && !scan.is_over ? available : length);
    }
}

/* Between values. */

/* Passes over blanks and commas; the next byte, or '\0' at the end and on a failure. */
static char next_sign(JsonSplitter *self, GError **error)
{
    gsize available;
    const char *bytes;
    while ((bytes = look(self, 1, &available, error)) != NULL && available > 0) {
        gsize blanks = 0;
        while (blanks < available && (is_blank(bytes[blanks]) || bytes[blanks] == ',' ||
                                      bytes[blanks] == '\x1e' || bytes[blanks] == '\0'))
            blanks++; /* RFC 7464 puts a record separator before each text */
        if (available - blanks >= 3 && memcmp(bytes + blanks, "\xef\xbb\xbf", 3) == 0)
            blanks += 3;
        char sign = blanks < available ? bytes[blanks] : '\0';
        source_consume(self->source, blanks);
        if (sign != '\0' && !is_blank(sign) && sign != ',')
            return sign;
    }
    return '\0';
}

/* Wrappers. */

typedef struct {
    const char *at, *end;
    GString *path;   /* of the key that was read: `hits.hits` */
    GArray *lengths; /* of the path before each object around it */
} Walk;

static void skip_blanks(Walk *walk)
{
    while (walk->at < walk->end && (is_blank(*walk->at) || *walk->at == ','))
        walk->at++;
}

/* Reads `"key":`. FALSE where there is none. */
static gboolean read_key(Walk *walk)
{
    skip_blanks(walk);
    if (walk->at == walk->end || *walk->at != '"')
        return FALSE;
    const char *key = walk->at + 1;
    const char *quote = skip_string(key, walk->end);
    if (quote == walk->end)
        return FALSE;
    walk->at = quote + 1;
    skip_blanks(walk);
    if (walk->at == walk->end || *walk->at != ':')
        return FALSE;
    walk->at++;
    skip_blanks(walk);
    g_string_truncate(walk->path, g_array_index(walk->lengths, gsize, walk->lengths->len - 1));
    if (walk->path->len > 0)
        g_string_append_c(walk->path, '.');
    g_string_append_len(walk->path, key, quote - key);
    return walk->at < walk->end;
}

/* Whether some wrapper's name is the path, or begins with it, and `next` follows there. */
static gboolean is_in_wrapper_names(const char *path, char next)
{
    gsize length = strlen(path);
    if (length == 0 || strpbrk(path, " \\") != NULL)
        return FALSE;
    for (const char *at = wrapper_names + 1; (at = strstr(at, path)) != NULL; at++)
        if (at[-1] == ' ' && at[length] == next)
            return TRUE;
    return FALSE;
}

static gboolean is_wrapper_name(const char *path)
{
    return is_in_wrapper_names(path, ' ');
}

/* The object under such a name is worth a look. */
static gboolean begins_wrapper(const char *path)
{
    return is_in_wrapper_names(path, '.');
}

static gboolean is_array_of_objects(const Walk *walk)
{
    const char *at = walk->at + 1;
    if (*walk->at != '[')
        return FALSE;
    while (at < walk->end && is_blank(*at))
        at++;
    return at < walk->end && *at == '{';
}

/* Where the elements of a wrapped array begin in an object's first bytes, or NULL. */
static const char *find_wrapped(Walk *walk, guint *wrappers)
{
    gsize top = 0;
    walk->at++; /* the bracket */
    g_array_append_val(walk->lengths, top);
    while (walk->lengths->len > 0) {
        if (!read_key(walk)) {
            skip_blanks(walk);
            if (walk->at == walk->end || *walk->at != '}')
                return NULL;
            walk->at++;
            g_array_set_size(walk->lengths, walk->lengths->len - 1);
            continue;
        }
        if (is_wrapper_name(walk->path->str) && is_array_of_objects(walk)) {
            *wrappers = walk->lengths->len;
            return walk->at + 1;
        }
        if (*walk->at == '{' && begins_wrapper(walk->path->str)) {
            gsize length = walk->path->len;
            g_array_append_val(walk->lengths, length);
            walk->at++;
            continue;
        }
        Scan scan = {0};
        walk->at = scan_value(&scan, walk->at, walk->end);
        if (!scan.is_over)
            return NULL;
    }
    return NULL;
}

/* Enters the array that the object at the current place wraps. FALSE where it wraps none. */
static gboolean enter_wrapper(JsonSplitter *self)
{
    gsize available = 0;
    for (gsize want = 4096; want <= HEAD_CEILING; want *= 16) {
        const char *bytes = look(self, want, &available, NULL);
        if (bytes == NULL)
            return FALSE;
        Walk walk = {bytes, bytes + available, g_string_new(NULL),
                     g_array_new(FALSE, FALSE, sizeof(gsize))};
        const char *elements = find_wrapped(&walk, &self->wrappers);
        gboolean is_seen = elements != NULL || available < want || walk.at < walk.end;
        g_string_free(walk.path, TRUE);
        g_array_unref(walk.lengths);
        if (elements != NULL)
            source_consume(self->source, (gsize)(elements - bytes));
        if (is_seen)
            return elements != NULL;
    }
    return FALSE;
}

/* Passes over what is left of the objects around an array. */
static void leave_wrappers(JsonSplitter *self)
{
    while (self->wrappers > 0) {
        char sign = next_sign(self, NULL);
        if (sign == '\0')
            break;
        if (sign == '}') {
            source_consume(self->source, 1);
            self->wrappers--;
        } else if (sign == ':' || sign == ']') {
            source_consume(self->source, 1);
        } else {
            pass_value(self);
        }
    }
    self->wrappers = 0;
    self->place = PLACE_VALUES;
}

/* Items. */

/* Goes to where an item begins; '\0' at the end. */
static char find_item(JsonSplitter *self, GError **error)
{
    for (;;) {
        if (self->place == PLACE_AFTER)
            leave_wrappers(self);
        char sign = next_sign(self, error);
        if (sign == ']' && self->place == PLACE_ARRAY) {
            source_consume(self->source, 1);
            self->place = self->wrappers > 0 ? PLACE_AFTER : PLACE_VALUES;
        } else if (sign == '[' && self->place == PLACE_VALUES) {
            source_consume(self->source, 1);
            self->place = PLACE_ARRAY;
        } else if (sign == '{' && self->place == PLACE_VALUES && enter_wrapper(self)) {
            self->place = PLACE_ARRAY;
        } else if (sign == '}' || sign == ']' || sign == ':') {
            source_consume(self->source, 1); /* closes what was never opened */
        } else {
            return sign;
        }
    }
}

static void finish_last(JsonSplitter *self)
{
    source_consume(self->source, self->pending);
    self->pending = 0;
    if (!self->is_long)
        return;
    self->is_long = FALSE;
    gsize available;
    const char *bytes;
    /* What follows an item that is too long is found at the beginning of a line. */
    while ((bytes = look(self, STEP, &available, NULL)) != NULL && available > 0) {
        const char *line = g_strstr_len(bytes, (gssize)available, "\n{");
        source_consume(self->source,
                       line != NULL ? (gsize)(line - bytes) + 1 : MAX(available - 1, 1));
        if (line != NULL)
            return;
    }
}

gboolean json_splitter_next(JsonSplitter *self, JsonItem *item, GError **error)
{
    finish_last(self);
    if (find_item(self, error) == '\0')
        return FALSE;
    *item = (JsonItem){.offset = source_offset(self->source)};
    item->length = value_length(self, &item->is_cut);
    gsize available;
    item->bytes = look(self, item->length, &available, error);
    if (item->bytes == NULL)
        return FALSE;
    item->length = MIN(item->length, available);
    self->pending = item->length;
    self->is_long = item->is_cut && item->length == SOURCE_ITEM_CEILING;
    return TRUE;
}

gboolean json_splitter_resume(JsonSplitter *self)
{
    gsize available;
    const char *bytes = look(self, self->pending, &available, NULL);
    static const char *const marks[] = {"\n{", "},{", "},\n{", "}, {"};
    const char *first = NULL;
    for (gsize i = 0; bytes != NULL && i < G_N_ELEMENTS(marks); i++) {
        const char *mark = g_strstr_len(bytes, (gssize)MIN(available, self->pending), marks[i]);
        if (mark != NULL && (first == NULL || mark < first))
            first = mark;
    }
    if (first == NULL)
        return FALSE;
    json_splitter_end_item(self, (gsize)(first - bytes) + 1);
    return TRUE;
}

void json_splitter_end_item(JsonSplitter *self, gsize length)
{
    self->pending = MIN(length, self->pending);
    self->is_long = FALSE;
}
