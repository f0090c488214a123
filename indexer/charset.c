/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Charsets: which one it is, decoding, and cleaning what was decoded. */
#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "indexer/charset-label.h"
#include "indexer/charset-repair.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* Detection looks at this much, from a little before the first byte that is not ASCII. */
#define DETECTION_LENGTH ((gsize)128 * 1024)
#define DETECTION_LEAD   ((gsize)256)

/* A document declares its charset within this much (HTML Living Standard §13.2.3.2, and 4 times) */
#define DECLARATION_LENGTH ((gsize)4096)

/* What one pass over bytes finds. */
enum {
    BYTE_HIGH = 1 << 0,
    BYTE_CONTROL = 1 << 1, /* C0 and DEL, without tab, LF, CR, FF and escape */
    BYTE_RETURN = 1 << 2,
    BYTE_C2 = 1 << 3, /* in UTF-8 it may lead a C1 control */
    BYTE_ESCAPE = 1 << 4,
};

static inline guint byte_class(guint8 byte)
{
    if (byte >= 0x80)
        return byte == 0xc2 ? BYTE_HIGH | BYTE_C2 : BYTE_HIGH;
    if (byte >= ' ')
        return byte == 0x7f ? BYTE_CONTROL : 0;
    switch (byte) {
    case '\t':
    case '\n':
    case '\f':
        return 0;
    case '\r':
        return BYTE_RETURN;
    case 0x1b:
        return BYTE_CONTROL | BYTE_ESCAPE;
    default:
        return BYTE_CONTROL;
    }
}

static guint classify(const guint8 *bytes, gsize length)
{
    guint classes = 0;
    for (gsize i = 0; i < length; i++)
        classes |= byte_class(bytes[i]);
    return classes;
}

/* How well bytes are UTF-8. */
typedef struct {
    gsize good; /* multibyte characters */
    gsize bad;  /* bytes that belong to none; a character cut off by the end is not bad */
} Utf8Count;

/* The length of the valid beginning of the bytes; unlike GLib, a NUL is valid here. */
static gsize valid_length(const guint8 *bytes, gsize length)
{
    gsize valid = 0;
    for (;;) {
        const char *end;
        g_utf8_validate_len((const char *)bytes + valid, length - valid, &end);
        valid = (gsize)((const guint8 *)end - bytes);
        if (valid == length || bytes[valid] != 0)
            return valid;
        valid++;
    }
}

static gboolean is_cut_character(const guint8 *bytes, gsize length)
{
    return length < 4 &&
           g_utf8_get_char_validated((const char *)bytes, (gssize)length) == (gunichar)-2;
}

static gsize count_multibyte(const guint8 *bytes, gsize length)
{
    gsize count = 0;
    for (gsize i = 0; i < length; i++)
        count += bytes[i] >= 0xc0;
    return count;
}

static Utf8Count count_utf8(const guint8 *bytes, gsize length)
{
    Utf8Count count = {0};
    while (length > 0) {
        gsize valid = valid_length(bytes, length);
        count.good += count_multibyte(bytes, valid);
        bytes += valid;
        length -= valid;
        if (length == 0 || is_cut_character(bytes, length))
            break;
        count.bad++;
        bytes++;
        length--;
    }
    return count;
}

/* UTF-8 with a few bad bytes in it is UTF-8 all the same. */
static gboolean is_mostly_utf8(Utf8Count count)
{
    return count.bad * 10 <= count.good;
}

typedef struct {
    const char *name; /* of a charset, by charset_find() */
    gsize length;
    guint8 bytes[4];
} Mark;

/* The byte order mark at the beginning, or NULL. */
static const Mark *find_mark(const guint8 *bytes, gsize length)
{
    static const Mark marks[] = {
        {"utf-8", 3, {0xef, 0xbb, 0xbf}},    {"utf-32be", 4, {0, 0, 0xfe, 0xff}},
        {"utf-32le", 4, {0xff, 0xfe, 0, 0}}, {"utf-16be", 2, {0xfe, 0xff}},
        {"utf-16le", 2, {0xff, 0xfe}},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0)
            return &marks[i];
    }
    return NULL;
}

/* UTF-16 and UTF-32 without a mark: every second byte of Latin text is NUL, or three of four. */
static const char *guess_wide(const guint8 *bytes, gsize length)
{
    gsize zeros[4] = {0};
    length = MIN(length, (gsize)4096) & ~(gsize)3;
    for (gsize i = 0; i < length; i++)
        zeros[i & 3] += bytes[i] == 0;
    gsize quarter = length / 4, most = quarter - quarter / 4, few = quarter / 10;
    if (quarter < 2 || zeros[0] + zeros[1] + zeros[2] + zeros[3] < length / 4)
        return NULL;
    if (zeros[0] >= most && zeros[1] >= most && zeros[3] <= few)
        return "utf-32be";
    if (zeros[3] >= most && zeros[2] >= most && zeros[0] <= few)
        return "utf-32le";
    if (zeros[0] + zeros[2] >= quarter && zeros[1] + zeros[3] <= few)
        return "utf-16be";
    if (zeros[1] + zeros[3] >= quarter && zeros[0] + zeros[2] <= few)
        return "utf-16le";
    return NULL;
}

/* What uchardet thinks; NULL where it has no opinion that we can use. */
static const CharsetName *ask_detector(const guint8 *bytes, gsize length)
{
    gsize start = 0;
    while (start < length && bytes[start] < 0x80 && bytes[start] != 0x1b)
        start++;
    start = start > DETECTION_LEAD ? start - DETECTION_LEAD : 0;
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, (const char *)bytes + start,
                         MIN(length - start, DETECTION_LENGTH));
    uchardet_data_end(detector);
    const char *label = uchardet_get_charset(detector);
    const CharsetName *name = charset_find(label, strlen(label));
    uchardet_delete(detector);
    return name;
}

static const CharsetName *find_charset(const char *label)
{
    return label == NULL ? NULL : charset_find(label, strlen(label));
}

/*
 * Whether a label can be true: one of UTF-16 is not where a label could be read as ASCII and there
 * are no NULs; UTF-8 is not where most is something else.
 */
static gboolean is_possible(const CharsetName *charset, const char *wide, Utf8Count utf8)
{
    if (charset == NULL)
        return FALSE;
    if (charset_is_wide(charset->name))
        return wide != NULL || utf8.bad > 0;
    return strcmp(charset->name, "utf-8") != 0 || utf8.bad <= utf8.good;
}

typedef struct {
    const CharsetName *charset;
    CharsetEvidence evidence;
} Choice;

static Choice choose(const guint8 *bytes, gsize length, guint classes, const char *transport,
                     const char *declared)
{
    const CharsetName *utf8 = charset_find("utf-8", 5);
    const CharsetName *by_transport = find_charset(transport);
    const CharsetName *by_document = find_charset(declared);
    const char *wide = classes & BYTE_CONTROL ? guess_wide(bytes, length) : NULL;
    Utf8Count count = {0};
    if (classes & BYTE_HIGH)
        count = count_utf8(bytes, length);
    if (wide == NULL && count.good > 0 && count.bad == 0)
        return (Choice){utf8, CHARSET_FROM_UTF8};
    if (is_possible(by_transport, wide, count))
        return (Choice){by_transport, CHARSET_FROM_HEADER};
    if (is_possible(by_document, wide, count))
        return (Choice){by_document, CHARSET_FROM_DOCUMENT};
    if (wide != NULL)
        return (Choice){find_charset(wide), CHARSET_FROM_DETECTION};
    if (classes & BYTE_HIGH ? is_mostly_utf8(count) : !(classes & BYTE_ESCAPE))
        return (Choice){utf8, CHARSET_FROM_UTF8};
    const CharsetName *detected = ask_detector(bytes, length);
    if (detected != NULL)
        return (Choice){detected, CHARSET_FROM_DETECTION};
    return (Choice){charset_find("windows-1252", 12), CHARSET_FROM_DEFAULT};
}

/* UTF-8 with what is wrong in it replaced: one U+FFFD for a byte and the continuation after it. */
static void decode_utf8(GString *out, const guint8 *bytes, gsize length, guint *replaced)
{
    while (length > 0) {
        gsize valid = valid_length(bytes, length);
        g_string_append_len(out, (const char *)bytes, (gssize)valid);
        bytes += valid;
        length -= valid;
        if (length == 0)
            break;
        gsize bad = 1;
        while (bad < length && bad < 3 && (bytes[bad] & 0xc0) == 0x80)
            bad++;
        g_string_append(out, REPLACEMENT);
        ++*replaced;
        bytes += bad;
        length -= bad;
    }
}

static void decode_windows_1252(GString *out, const guint8 *bytes, gsize length, guint *replaced)
{
    for (gsize i = 0; i < length;) {
        gsize plain = i;
        while (plain < length && bytes[plain] < 0x80)
            plain++;
        g_string_append_len(out, (const char *)bytes + i, (gssize)(plain - i));
        if (plain == length)
            return;
        gunichar character = charset_windows_1252(bytes[plain]);
        *replaced += character == 0xfffd;
        g_string_append_unichar(out, character);
        i = plain + 1;
    }
}

static void decode_iconv(GString *out, const CharsetName *charset, const guint8 *bytes,
                         gsize length, guint *replaced)
{
    iconv_t converter = iconv_open("UTF-8", charset->iconv);
    if (converter == (iconv_t)-1) { /* a C library without this charset */
        decode_windows_1252(out, bytes, length, replaced);
        return;
    }
    gsize unit = g_str_has_prefix(charset->name, "utf-16")   ? 2
                 : g_str_has_prefix(charset->name, "utf-32") ? 4
                                                             : 1;
    char *input = (char *)(guintptr)bytes; /* iconv(3) does not write to it */
    while (length > 0) {
        char buffer[16 * 1024];
        char *output = buffer;
        gsize room = sizeof buffer;
        gsize status = iconv(converter, &input, &length, &output, &room);
        gboolean is_bad = status == (gsize)-1 && errno != E2BIG;
        g_string_append_len(out, buffer, (gssize)(sizeof buffer - room));
        if (!is_bad)
            continue;
        gsize skipped = MIN(unit, length);
        input += skipped;
        length -= skipped;
        g_string_append(out, REPLACEMENT);
        ++*replaced;
    }
    char rest[16]; /* a character that was kept back for what might combine with it */
    char *output = rest;
    gsize room = sizeof rest;
    iconv(converter, NULL, NULL, &output, &room);
    g_string_append_len(out, rest, (gssize)(sizeof rest - room));
    iconv_close(converter);
}

/* One kind of line end, no controls. */
static void clean(GString *text)
{
    g_autoptr(GString) dirty = g_string_new_len(text->str, (gssize)text->len);
    const guint8 *bytes = (const guint8 *)dirty->str;
    g_string_truncate(text, 0);
    for (gsize i = 0; i < dirty->len; i++) {
        guint class = byte_class(bytes[i]);
        if (class & BYTE_CONTROL) {
            g_string_append_c(text, ' ');
        } else if (class & BYTE_RETURN) {
            g_string_append_c(text, '\n');
            i += i + 1 < dirty->len && bytes[i + 1] == '\n';
        } else if (class & BYTE_C2 && bytes[i + 1] < 0xa0) {
            g_string_append_unichar(text, charset_windows_1252(bytes[++i]));
        } else {
            g_string_append_c(text, (char)bytes[i]);
        }
    }
}

static gboolean needs_cleaning(const GString *text, guint classes)
{
    if (classes & (BYTE_CONTROL | BYTE_RETURN))
        return TRUE;
    const char *lead = text->str;
    while (classes & BYTE_C2 && (lead = strchr(lead, 0xc2)) != NULL) {
        if ((guint8) * ++lead < 0xa0)
            return TRUE;
    }
    return FALSE;
}

GString *charset_decode(const guint8 *bytes, gsize length, const char *transport,
                        const char *declared, CharsetResult *result)
{
    CharsetResult unused;
    if (result == NULL)
        result = &unused;
    *result = (CharsetResult){0};
    const Mark *mark = find_mark(bytes, length);
    Choice choice = {mark == NULL ? NULL : find_charset(mark->name), CHARSET_FROM_BOM};
    if (mark != NULL) {
        bytes += mark->length;
        length -= mark->length;
    }
    guint classes = classify(bytes, length);
    if (mark == NULL)
        choice = choose(bytes, length, classes, transport, declared);
    g_assert(choice.charset != NULL);
    result->name = choice.charset->name;
    result->evidence = choice.evidence;

    gboolean is_utf8 = strcmp(choice.charset->name, "utf-8") == 0;
    GString *text = g_string_sized_new(length + (is_utf8 ? 0 : length / 4));
    if (is_utf8)
        decode_utf8(text, bytes, length, &result->replaced);
    else if (strcmp(choice.charset->name, "windows-1252") == 0)
        decode_windows_1252(text, bytes, length, &result->replaced);
    else
        decode_iconv(text, choice.charset, bytes, length, &result->replaced);
    if (!is_utf8)
        classes = classify((const guint8 *)text->str, text->len);
    result->repaired = classes & BYTE_HIGH && charset_repair(text);
    if (result->repaired)
        classes = classify((const guint8 *)text->str, text->len);
    if (needs_cleaning(text, classes))
        clean(text);
    return text;
}

const char *charset_detect(const guint8 *bytes, gsize length)
{
    const Mark *mark = find_mark(bytes, length);
    if (mark != NULL)
        return find_charset(mark->name)->name;
    guint classes = classify(bytes, length);
    if ((classes & (BYTE_HIGH | BYTE_ESCAPE)) == 0 && guess_wide(bytes, length) == NULL)
        return NULL;
    return choose(bytes, length, classes, NULL, NULL).charset->name;
}

const char *charset_detect_wide(const guint8 *bytes, gsize length)
{
    const Mark *mark = find_mark(bytes, length);
    if (mark != NULL)
        return charset_is_wide(mark->name) ? find_charset(mark->name)->name : NULL;
    return guess_wide(bytes, length);
}

gboolean charset_is_wide(const char *name)
{
    return g_str_has_prefix(name, "utf-16") || g_str_has_prefix(name, "utf-32");
}

/* The value after `name`, `=` and an optional quote: a run of characters that labels have. */
static char *value_after(const char *text, gsize length, const char *name)
{
    gsize name_length = strlen(name);
    for (gsize i = 0; i + name_length < length; i++) {
        if (g_ascii_strncasecmp(text + i, name, name_length) != 0)
            continue;
        gsize start = i + name_length;
        while (start < length && strchr(" \t\r\n=\"'", text[start]) != NULL && text[start] != '\0')
            start++;
        gboolean has_equals = memchr(text + i, '=', start - i) != NULL;
        gsize end = start;
        while (end < length && (g_ascii_isalnum(text[end]) || strchr("-_.:", text[end]) != NULL) &&
               text[end] != '\0')
            end++;
        if (has_equals && end > start)
            return g_strndup(text + start, end - start);
    }
    return NULL;
}

/* The first `<meta …>` that names a charset. */
static char *meta_charset(const char *text, gsize length)
{
    const char *end = text + length;
    for (const char *tag = text; tag + 6 < end; tag++) {
        tag = memchr(tag, '<', (gsize)(end - tag - 6));
        if (tag == NULL)
            return NULL;
        if (g_ascii_strncasecmp(tag, "<meta", 5) != 0)
            continue;
        const char *close = memchr(tag, '>', (gsize)(end - tag));
        char *charset = value_after(tag, (gsize)((close == NULL ? end : close) - tag), "charset");
        if (charset != NULL)
            return charset;
    }
    return NULL;
}

char *charset_declared(const guint8 *bytes, gsize length)
{
    const char *text = (const char *)bytes;
    length = MIN(length, DECLARATION_LENGTH);
    gsize start = 0;
    while (start < length && g_ascii_isspace(text[start]))
        start++;
    if (length - start > 5 && memcmp(text + start, "<?xml", 5) == 0) {
        const char *close = memchr(text + start, '>', length - start);
        char *charset = close == NULL
                            ? NULL
                            : value_after(text + start, (gsize)(close - text) - start, "encoding");
        if (charset != NULL)
            return charset;
    }
    return meta_charset(text, length);
}
