/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ledger as a text file beside a shard's tables:
 *
 *   morgue-ledger 2
 *   f ROOT PATH SIZE MTIME INODE READER VERSION OPTIONS OUTCOME REASON   (tabs between)
 *   u PATH                                                               (of the file before)
 *   p COUNT REASON
 *   a ID SERIAL ADDED CONTENT PUBLISHED DATED REVISION QUALITY SHARD DOCID ORDINAL
 *   end ENTRIES ROWS                        (lines a, u and p)
 *
 * In texts a tab is written \t, a line feed \n and a backslash \\. Numbers of `a` lines are
 * hexadecimal, others decimal. The last line counts the others, so that one that is lost is
 * noticed wherever it was.
 *
 * Every run reads all of it: so the text stays in memory, and paths and reasons stay in it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/ledger.h"
#include "morgue/error.h"

#define HEADER "morgue-ledger 2\n"

/* Numbers of an `a` line. */
enum { ARTICLE_FIELDS = 11 };

/* Entries, and articles, are allocated so many at a time. */
#define CHUNK 1024

/* Reading */

/* A place in the file; `line` counts from 1, for messages. */
typedef struct {
    Ledger *ledger;
    char *at, *end;
    guint64 line;
    guint64 entries, rows; /* met so far */
    LedgerEntry *free_entries;
    LedgerArticle *free_articles;
    guint entries_left, articles_left; /* of those allocated */
    gboolean is_first;                 /* of the files read into the ledger */
    const char *reader;                /* of the entry before: most have the same one */
} Cursor;

/* What is left of a line; `end` is its line feed. */
typedef struct {
    char *at, *end;
} Line;

static gboolean take(Line *line, char expected)
{
    if (*line->at != expected || line->at == line->end)
        return FALSE;
    line->at++;
    return TRUE;
}

/* Digits up to the first other byte, which the line feed is at the latest. */
static gboolean take_decimal(Line *line, guint64 limit, guint64 *number)
{
    guint64 value = 0;
    const char *start = line->at;
    for (guint digit; (digit = (guint)(guchar)*line->at - '0') < 10; line->at++) {
        if (!g_uint64_checked_mul(&value, value, 10) || !g_uint64_checked_add(&value, value, digit))
            return FALSE;
    }
    *number = value;
    return line->at > start && value <= limit;
}

/* One more than the value of each digit, 0 of all other bytes: digests are too random for branches.
 */
static const guint8 digit_values[256] = {
    ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

/* The same in base 16: most of a ledger. */
static inline gboolean take_hexadecimal(Line *line, guint64 limit, guint64 *number)
{
    enum { DIGITS_MAX = 2 * sizeof *number };
    guint64 value = 0;
    char *at = line->at;
    for (guint digit; (digit = digit_values[(guchar)*at]) != 0; at++)
        value = value << 4 | (digit - 1);
    gsize digits = (gsize)(at - line->at);
    line->at = at;
    *number = value;
    return digits > 0 && digits <= DIGITS_MAX && value <= limit;
}

static gboolean take_signed(Line *line, gint64 *number)
{
    gboolean negative = take(line, '-');
    guint64 value;
    if (!take_decimal(line, G_MAXINT64, &value))
        return FALSE;
    *number = negative ? -(gint64)value : (gint64)value;
    return TRUE;
}

static void unescape(char *text)
{
    char *out = strchr(text, '\\');
    for (const char *in = out; in != NULL && *in != '\0'; in++) {
        if (*in == '\\' && in[1] != '\0') {
            in++;
            *out++ = (char)(*in == 'n' ? '\n' : *in == 't' ? '\t' : *in);
        } else {
            *out++ = *in;
        }
    }
    if (out != NULL)
        *out = '\0';
}

/* The text up to a tab, which is taken, too, and becomes the zero that ends the text. */
static gboolean take_text(Line *line, char **text)
{
    char *tab = memchr(line->at, '\t', (gsize)(line->end - line->at));
    if (tab == NULL)
        return FALSE;
    *text = line->at;
    *tab = '\0';
    unescape(*text);
    line->at = tab + 1;
    return TRUE;
}

/* The text up to the end of the line. */
static gboolean take_last_text(Line *line, char **text)
{
    if (memchr(line->at, '\t', (gsize)(line->end - line->at)) != NULL)
        return FALSE;
    *text = line->at;
    *line->end = '\0';
    unescape(*text);
    line->at = line->end;
    return TRUE;
}

static LedgerEntry *new_entry(Cursor *cursor)
{
    if (cursor->entries_left == 0) {
        cursor->free_entries = g_new0(LedgerEntry, CHUNK);
        cursor->entries_left = CHUNK;
        ledger_keep(cursor->ledger, cursor->free_entries);
    }
    cursor->entries_left--;
    LedgerEntry *entry = cursor->free_entries++;
    entry->is_loaded = TRUE;
    entry->articles = &entry->loaded;
    return entry;
}

/* The articles of an entry lie together: where a chunk is full, those it has move to the next. */
static void add_article(Cursor *cursor, LedgerEntry *entry, const LedgerArticle *article)
{
    GArray *articles = entry->articles;
    if (cursor->articles_left == 0) {
        cursor->articles_left = MAX(CHUNK, 2 * articles->len);
        cursor->free_articles = g_new(LedgerArticle, cursor->articles_left);
        ledger_keep(cursor->ledger, cursor->free_articles);
        if (articles->len > 0)
            memcpy(cursor->free_articles, articles->data, articles->len * sizeof *article);
        articles->data = (char *)cursor->free_articles;
        cursor->free_articles += articles->len;
        cursor->articles_left -= articles->len;
    } else if (articles->len == 0) {
        articles->data = (char *)cursor->free_articles;
    }
    *cursor->free_articles++ = *article;
    cursor->articles_left--;
    articles->len++;
}

static const char *intern_reader(Cursor *cursor, const char *name)
{
    if (cursor->reader == NULL || strcmp(cursor->reader, name) != 0)
        cursor->reader = g_intern_string(name);
    return cursor->reader;
}

static gboolean parse_file(Cursor *cursor, Line *line, LedgerEntry *entry)
{
    char *reader;
    guint64 root, version, options, outcome;
    if (!take_decimal(line, G_MAXUINT, &root) || !take(line, '\t') ||
        !take_text(line, &entry->path) || !take_decimal(line, G_MAXUINT64, &entry->size) ||
        !take(line, '\t') || !take_signed(line, &entry->mtime) || !take(line, '\t') ||
        !take_decimal(line, G_MAXUINT64, &entry->inode) || !take(line, '\t') ||
        !take_text(line, &reader) || !take_decimal(line, G_MAXUINT, &version) ||
        !take(line, '\t') || !take_decimal(line, G_MAXUINT32, &options) || !take(line, '\t') ||
        !take_decimal(line, OUTCOME_PART, &outcome) || !take(line, '\t') ||
        !take_last_text(line, &entry->reason))
        return FALSE;
    entry->root = (guint)root;
    entry->reader = intern_reader(cursor, reader);
    entry->reader_version = (guint)version;
    entry->options = (guint32)options;
    entry->outcome = (Outcome)outcome;
    if (*entry->reason == '\0')
        entry->reason = NULL;
    return TRUE;
}

static gboolean parse_article(Line *line, LedgerArticle *article)
{
    guint64 numbers[ARTICLE_FIELDS];
    enum { WIDE_FIELDS = 6 }; /* the first ones have 64 bits, the others 32 */
    for (int i = 0; i < ARTICLE_FIELDS; i++) {
        guint64 limit = i < WIDE_FIELDS ? G_MAXUINT64 : G_MAXUINT32;
        if ((i > 0 && !take(line, '\t')) || !take_hexadecimal(line, limit, &numbers[i]))
            return FALSE;
    }
    *article = (LedgerArticle){
        .id = numbers[0],
        .serial = numbers[1],
        .added = numbers[2],
        .content = numbers[3],
        .published = numbers[4],
        .dated = numbers[5],
        .revision = (guint32)numbers[6],
        .quality = (guint32)numbers[7],
        .shard = (guint32)numbers[8],
        .docid = (guint32)numbers[9],
        .ordinal = (guint32)numbers[10],
    };
    return line->at == line->end;
}

static gboolean parse_passed(Line *line, LedgerEntry *entry)
{
    guint64 count;
    char *reason;
    if (!take_decimal(line, G_MAXUINT64, &count) || !take(line, '\t') ||
        !take_last_text(line, &reason))
        return FALSE;
    ledger_entry_pass(entry, reason, count);
    return TRUE;
}

static gboolean parse_part(Line *line, LedgerEntry *entry)
{
    char *path;
    if (!take_last_text(line, &path) || *path == '\0')
        return FALSE;
    ledger_entry_add_part(entry, path);
    return TRUE;
}

/* A line that belongs to the entry before it. */
static gboolean parse_row(Cursor *cursor, char letter, Line *line, LedgerEntry *entry)
{
    if (letter == 'p')
        return parse_passed(line, entry);
    if (letter == 'u')
        return parse_part(line, entry);
    LedgerArticle article;
    if (!parse_article(line, &article))
        return FALSE;
    add_article(cursor, entry, &article);
    return TRUE;
}

/* The last line, with nothing behind it: whether it counts what was met. */
static gboolean parse_end(const Cursor *cursor, Line *line)
{
    guint64 entries, rows;
    return take(line, 'e') && take(line, 'n') && take(line, 'd') && take(line, ' ') &&
           take_decimal(line, G_MAXUINT64, &entries) && take(line, ' ') &&
           take_decimal(line, G_MAXUINT64, &rows) && line->at == line->end &&
           entries == cursor->entries && rows == cursor->rows && line->end + 1 == cursor->end;
}

/* An `f` line: begins an entry. */
static gboolean begin_entry(Cursor *cursor, Line *line, LedgerEntry **entry)
{
    *entry = new_entry(cursor);
    cursor->entries++;
    return parse_file(cursor, line, *entry);
}

/* One entry and its articles. `entry` is NULL at the `end` line. FALSE where it is damaged. */
static gboolean parse_entry(Cursor *cursor, LedgerEntry **entry)
{
    *entry = NULL;
    while (cursor->at < cursor->end) {
        Line line = {cursor->at, memchr(cursor->at, '\n', (gsize)(cursor->end - cursor->at))};
        if (line.end == NULL || line.end - line.at < 2)
            return FALSE;
        char letter = *line.at;
        gboolean is_row = line.at[1] == '\t';
        Line rest = {line.at + 2, line.end};
        if (is_row && strchr("aup", letter) != NULL) {
            if (*entry == NULL || !parse_row(cursor, letter, &rest, *entry))
                return FALSE;
            cursor->rows++;
        } else if (*entry != NULL) {
            return TRUE; /* the next entry, or the end */
        } else if (is_row && letter == 'f') {
            if (!begin_entry(cursor, &rest, entry))
                return FALSE;
        } else {
            return parse_end(cursor, &line);
        }
        cursor->at = line.end + 1;
        cursor->line++;
    }
    return FALSE;
}

static gboolean parse(Cursor *cursor)
{
    gsize header = strlen(HEADER);
    if ((gsize)(cursor->end - cursor->at) < header || memcmp(cursor->at, HEADER, header) != 0)
        return FALSE;
    cursor->at += header;
    cursor->line = 2;
    for (;;) {
        LedgerEntry *entry;
        if (!parse_entry(cursor, &entry)) {
            ledger_entry_free(entry);
            return FALSE;
        }
        if (entry == NULL)
            return TRUE;
        if (!cursor->is_first && ledger_find(cursor->ledger, entry->root, entry->path) != NULL)
            ledger_entry_free(entry); /* a newer shard has said something newer */
        else
            ledger_add(cursor->ledger, entry);
    }
}

/*
 * The file in memory, where it may be written to: only the pages that hold paths are copied by
 * that, of a big file of articles next to nothing. (g_mapped_file_new() would open it for writing.)
 */
static GMappedFile *map_file(const char *file, GError **error)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s: %s", file, g_strerror(errno));
        return NULL;
    }
    g_autoptr(GError) cause = NULL;
    GMappedFile *mapped = g_mapped_file_new_from_fd(descriptor, TRUE, &cause);
    close(descriptor);
    if (mapped == NULL)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s: %s", file, cause->message);
    return mapped;
}

gboolean ledger_load(Ledger *ledger, const char *file, GError **error)
{
    GMappedFile *mapped = map_file(file, error);
    if (mapped == NULL)
        return FALSE;
    ledger_keep_file(ledger, mapped);
    char *text = g_mapped_file_get_contents(mapped);
    gsize length = g_mapped_file_get_length(mapped);
    Cursor cursor = {
        .ledger = ledger,
        .at = text,
        .end = text == NULL ? NULL : text + length,
        .line = 1,
        .is_first = ledger_size(ledger) == 0,
    };
    if (text != NULL && parse(&cursor))
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED,
                "%s:%" G_GUINT64_FORMAT ": not a line of a ledger", file, cursor.line);
    return FALSE;
}

/* Writing */

static void write_escaped(const char *text, FILE *file)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\n')
            fputs("\\n", file);
        else if (*at == '\t')
            fputs("\\t", file);
        else if (*at == '\\')
            fputs("\\\\", file);
        else
            fputc(*at, file);
    }
}

static void write_entry(const LedgerEntry *entry, FILE *file)
{
    fprintf(file, "f\t%u\t", entry->root);
    write_escaped(entry->path, file);
    fprintf(file,
            "\t%" G_GUINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GUINT64_FORMAT
            "\t%s\t%u\t%u\t%d\t",
            entry->size, entry->mtime, entry->inode, entry->reader, entry->reader_version,
            entry->options, (int)entry->outcome);
    if (entry->reason != NULL)
        write_escaped(entry->reason, file);
    fputc('\n', file);
    for (guint i = 0; entry->parts != NULL && i < entry->parts->len; i++) {
        fputs("u\t", file);
        write_escaped(g_ptr_array_index(entry->parts, i), file);
        fputc('\n', file);
    }
    for (guint i = 0; entry->passed != NULL && i < entry->passed->len; i++) {
        const LedgerPassed *passed = &g_array_index(entry->passed, LedgerPassed, i);
        fprintf(file, "p\t%" G_GUINT64_FORMAT "\t", passed->count);
        write_escaped(passed->reason, file);
        fputc('\n', file);
    }
    for (guint i = 0; i < entry->articles->len; i++) {
        const LedgerArticle *article = &g_array_index(entry->articles, LedgerArticle, i);
        fprintf(file,
                "a\t%" G_GINT64_MODIFIER "x\t%" G_GINT64_MODIFIER "x\t%" G_GINT64_MODIFIER
                "x\t%" G_GINT64_MODIFIER "x\t%" G_GINT64_MODIFIER "x\t%" G_GINT64_MODIFIER
                "x\t%x\t%x\t%x\t%x\t%x\n",
                article->id, article->serial, article->added, article->content, article->published,
                article->dated, article->revision, article->quality, article->shard, article->docid,
                article->ordinal);
    }
}

/* FALSE with errno where a write fails: the first one, as later ones may say something else. */
static gboolean write_entries(const GPtrArray *entries, FILE *file)
{
    guint64 rows = 0;
    fputs(HEADER, file);
    for (guint i = 0; i < entries->len && !ferror(file); i++) {
        const LedgerEntry *entry = g_ptr_array_index(entries, i);
        write_entry(entry, file);
        rows += entry->articles->len + (entry->parts != NULL ? entry->parts->len : 0) +
                (entry->passed != NULL ? entry->passed->len : 0);
    }
    if (ferror(file))
        return FALSE;
    fprintf(file, "end %u %" G_GUINT64_FORMAT "\n", entries->len, rows);
    return !ferror(file) && fflush(file) == 0 && fsync(fileno(file)) == 0;
}

gboolean ledger_write(const GPtrArray *entries, const char *path, GError **error)
{
    FILE *file = fopen(path, "wxe");
    gboolean written = file != NULL && write_entries(entries, file);
    int reason = errno;
    if (file != NULL && fclose(file) != 0 && written) {
        reason = errno;
        written = FALSE;
    }
    if (!written)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "%s: %s", path, g_strerror(reason));
    return written;
}
