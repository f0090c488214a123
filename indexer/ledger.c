/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ledger in memory, and as a text file beside a shard's tables:
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
 */
#include "indexer/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "morgue/error.h"

#define HEADER "morgue-ledger 2\n"

/* Fields of an `f` line after the letter, of an `a` line, and of the last one. */
enum { FILE_FIELDS = 10, PASSED_FIELDS = 2, ARTICLE_FIELDS = 11, END_FIELDS = 2 };

struct Ledger {
    GHashTable *entries; /* a set of LedgerEntry *, by root and path */
};

static guint entry_hash(gconstpointer key)
{
    const LedgerEntry *entry = key;
    return g_str_hash(entry->path) ^ entry->root * 2654435761U;
}

static gboolean entry_equal(gconstpointer a, gconstpointer b)
{
    const LedgerEntry *first = a, *second = b;
    return first->root == second->root && strcmp(first->path, second->path) == 0;
}

Ledger *ledger_new(void)
{
    Ledger *ledger = g_new(Ledger, 1);
    ledger->entries =
        g_hash_table_new_full(entry_hash, entry_equal, (GDestroyNotify)ledger_entry_free, NULL);
    return ledger;
}

void ledger_free(Ledger *ledger)
{
    if (ledger == NULL)
        return;
    g_hash_table_unref(ledger->entries);
    g_free(ledger);
}

LedgerEntry *ledger_entry_new(guint root, const char *path)
{
    LedgerEntry *entry = g_new0(LedgerEntry, 1);
    entry->root = root;
    entry->path = g_strdup(path);
    entry->reader = "";
    entry->articles = g_array_new(FALSE, FALSE, sizeof(LedgerArticle));
    return entry;
}

void ledger_entry_free(LedgerEntry *entry)
{
    if (entry == NULL)
        return;
    g_free(entry->path);
    g_free(entry->reason);
    g_array_unref(entry->articles);
    if (entry->parts != NULL)
        g_ptr_array_unref(entry->parts);
    if (entry->passed != NULL)
        g_array_unref(entry->passed);
    g_free(entry);
}

void ledger_entry_add_part(LedgerEntry *entry, const char *path)
{
    if (entry->parts == NULL)
        entry->parts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(entry->parts, g_strdup(path));
}

void ledger_entry_pass(LedgerEntry *entry, const char *reason, guint64 count)
{
    if (entry->passed == NULL)
        entry->passed = g_array_new(FALSE, FALSE, sizeof(LedgerPassed));
    const LedgerPassed passed = {g_intern_string(reason), count};
    g_array_append_val(entry->passed, passed);
}

LedgerEntry *ledger_entry_copy(const LedgerEntry *entry)
{
    LedgerEntry *copy = g_memdup2(entry, sizeof *entry);
    copy->path = g_strdup(entry->path);
    copy->reason = g_strdup(entry->reason);
    copy->articles = g_array_copy(entry->articles);
    copy->parts = NULL;
    for (guint i = 0; entry->parts != NULL && i < entry->parts->len; i++)
        ledger_entry_add_part(copy, g_ptr_array_index(entry->parts, i));
    copy->passed = entry->passed == NULL ? NULL : g_array_copy(entry->passed);
    return copy;
}

LedgerEntry *ledger_find(const Ledger *ledger, guint root, const char *path)
{
    const LedgerEntry key = {.root = root, .path = (char *)path};
    gpointer entry;
    return g_hash_table_lookup_extended(ledger->entries, &key, &entry, NULL) ? entry : NULL;
}

void ledger_put(Ledger *ledger, LedgerEntry *entry)
{
    g_hash_table_replace(ledger->entries, entry, entry);
}

void ledger_remove(Ledger *ledger, guint root, const char *path)
{
    const LedgerEntry key = {.root = root, .path = (char *)path};
    g_hash_table_remove(ledger->entries, &key);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    const LedgerEntry *first = *(const LedgerEntry *const *)a;
    const LedgerEntry *second = *(const LedgerEntry *const *)b;
    if (first->root != second->root)
        return first->root < second->root ? -1 : 1;
    return strcmp(first->path, second->path);
}

GPtrArray *ledger_entries_unsorted(const Ledger *ledger)
{
    GPtrArray *entries = g_ptr_array_sized_new(g_hash_table_size(ledger->entries));
    GHashTableIter iterator;
    gpointer entry;
    g_hash_table_iter_init(&iterator, ledger->entries);
    while (g_hash_table_iter_next(&iterator, &entry, NULL))
        g_ptr_array_add(entries, entry);
    return entries;
}

GPtrArray *ledger_entries(const Ledger *ledger)
{
    GPtrArray *entries = ledger_entries_unsorted(ledger);
    g_ptr_array_sort(entries, by_path);
    return entries;
}

gsize ledger_size(const Ledger *ledger)
{
    return g_hash_table_size(ledger->entries);
}

/* Reading */

/* A place in the file; `line` counts from 1, for messages. */
typedef struct {
    const char *at, *end;
    guint64 line;
    guint64 entries, rows; /* met so far */
} Cursor;

/* The fields of a line, `separator` between; FALSE where there are not as many. */
static gboolean split(const char *line, const char *end, char separator, const char **fields,
                      gsize *lengths, int count)
{
    for (int i = 0; i < count; i++) {
        const char *field_end = i == count - 1 ? end : memchr(line, separator, (gsize)(end - line));
        if (field_end == NULL)
            return FALSE;
        fields[i] = line;
        lengths[i] = (gsize)(field_end - line);
        line = field_end + 1;
    }
    return memchr(fields[count - 1], separator, lengths[count - 1]) == NULL;
}

static gboolean parse_number(const char *text, gsize length, guint base, guint64 limit,
                             guint64 *number)
{
    guint64 value = 0;
    for (gsize i = 0; i < length; i++) {
        int digit = g_ascii_xdigit_value(text[i]);
        if (digit < 0 || (guint)digit >= base || (guint)digit > limit ||
            value > (limit - (guint)digit) / base)
            return FALSE;
        value = value * base + (guint)digit;
    }
    *number = value;
    return length > 0;
}

static gboolean parse_signed(const char *text, gsize length, gint64 *number)
{
    gboolean negative = length > 0 && *text == '-';
    guint64 value;
    if (!parse_number(text + negative, length - (gsize)negative, 10, G_MAXINT64, &value))
        return FALSE;
    *number = negative ? -(gint64)value : (gint64)value;
    return TRUE;
}

static char *unescape(const char *text, gsize length)
{
    char *copy = g_strndup(text, length);
    char *out = strchr(copy, '\\');
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
    return copy;
}

static LedgerEntry *parse_file(const char *line, const char *end)
{
    const char *fields[FILE_FIELDS];
    gsize lengths[FILE_FIELDS];
    guint64 root, size, inode, version, options, outcome;
    gint64 mtime;
    if (!split(line, end, '\t', fields, lengths, FILE_FIELDS) ||
        !parse_number(fields[0], lengths[0], 10, G_MAXUINT, &root) ||
        !parse_number(fields[2], lengths[2], 10, G_MAXUINT64, &size) ||
        !parse_signed(fields[3], lengths[3], &mtime) ||
        !parse_number(fields[4], lengths[4], 10, G_MAXUINT64, &inode) ||
        !parse_number(fields[6], lengths[6], 10, G_MAXUINT, &version) ||
        !parse_number(fields[7], lengths[7], 10, G_MAXUINT32, &options) ||
        !parse_number(fields[8], lengths[8], 10, OUTCOME_PART, &outcome))
        return NULL;
    g_autofree char *reader = g_strndup(fields[5], lengths[5]);
    LedgerEntry *entry = g_new0(LedgerEntry, 1);
    entry->root = (guint)root;
    entry->path = unescape(fields[1], lengths[1]);
    entry->size = size;
    entry->mtime = mtime;
    entry->inode = inode;
    entry->reader = g_intern_string(reader);
    entry->reader_version = (guint)version;
    entry->options = (guint32)options;
    entry->outcome = (Outcome)outcome;
    entry->reason = lengths[9] > 0 ? unescape(fields[9], lengths[9]) : NULL;
    entry->articles = g_array_new(FALSE, FALSE, sizeof(LedgerArticle));
    return entry;
}

static gboolean parse_article(const char *line, const char *end, LedgerArticle *article)
{
    const char *fields[ARTICLE_FIELDS];
    gsize lengths[ARTICLE_FIELDS];
    guint64 numbers[ARTICLE_FIELDS];
    enum { WIDE_FIELDS = 6 }; /* the first ones have 64 bits, the others 32 */
    if (!split(line, end, '\t', fields, lengths, ARTICLE_FIELDS))
        return FALSE;
    for (int i = 0; i < ARTICLE_FIELDS; i++) {
        guint64 limit = i < WIDE_FIELDS ? G_MAXUINT64 : G_MAXUINT32;
        if (!parse_number(fields[i], lengths[i], 16, limit, &numbers[i]))
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
    return TRUE;
}

static gboolean parse_passed(const char *line, const char *end, LedgerEntry *entry)
{
    const char *fields[PASSED_FIELDS];
    gsize lengths[PASSED_FIELDS];
    guint64 count;
    if (!split(line, end, '\t', fields, lengths, PASSED_FIELDS) ||
        !parse_number(fields[0], lengths[0], 10, G_MAXUINT64, &count))
        return FALSE;
    g_autofree char *reason = unescape(fields[1], lengths[1]);
    ledger_entry_pass(entry, reason, count);
    return TRUE;
}

/* A line that belongs to the entry before it. */
static gboolean parse_row(char letter, const char *line, const char *end, LedgerEntry *entry)
{
    if (letter == 'p')
        return parse_passed(line, end, entry);
    if (letter == 'u') {
        g_autofree char *path = unescape(line, (gsize)(end - line));
        ledger_entry_add_part(entry, path);
        return *path != '\0';
    }
    LedgerArticle article;
    if (!parse_article(line, end, &article))
        return FALSE;
    g_array_append_val(entry->articles, article);
    return TRUE;
}

/* The last line, with nothing behind it: whether it counts what was met. */
static gboolean parse_end(const Cursor *cursor, const char *line_end)
{
    const char *fields[END_FIELDS];
    gsize lengths[END_FIELDS];
    guint64 entries, rows;
    const char *line = cursor->at;
    return line_end - line > 4 && memcmp(line, "end ", 4) == 0 &&
           split(line + 4, line_end, ' ', fields, lengths, END_FIELDS) &&
           parse_number(fields[0], lengths[0], 10, G_MAXUINT64, &entries) &&
           parse_number(fields[1], lengths[1], 10, G_MAXUINT64, &rows) &&
           entries == cursor->entries && rows == cursor->rows && line_end + 1 == cursor->end;
}

/* One entry and its articles. `entry` is NULL at the `end` line. FALSE where it is damaged. */
static gboolean parse_entry(Cursor *cursor, LedgerEntry **entry)
{
    *entry = NULL;
    while (cursor->at < cursor->end) {
        const char *line = cursor->at;
        const char *line_end = memchr(line, '\n', (gsize)(cursor->end - line));
        if (line_end == NULL || line_end - line < 2)
            return FALSE;
        gboolean is_row = line[1] == '\t';
        if (is_row && strchr("aup", *line) != NULL) {
            if (*entry == NULL || !parse_row(*line, line + 2, line_end, *entry))
                return FALSE;
            cursor->rows++;
        } else if (*entry != NULL) {
            return TRUE; /* the next entry, or the end */
        } else if (is_row && *line == 'f') {
            if ((*entry = parse_file(line + 2, line_end)) == NULL)
                return FALSE;
            cursor->entries++;
        } else {
            return parse_end(cursor, line_end);
        }
        cursor->at = line_end + 1;
        cursor->line++;
    }
    return FALSE;
}

static gboolean parse(Ledger *ledger, Cursor *cursor)
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
        if (g_hash_table_contains(ledger->entries, entry))
            ledger_entry_free(entry); /* a newer shard has said something newer */
        else
            ledger_put(ledger, entry);
    }
}

gboolean ledger_load(Ledger *ledger, const char *file, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GMappedFile) mapped = g_mapped_file_new(file, FALSE, &cause);
    if (mapped == NULL) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_DAMAGED, "%s: %s", file, cause->message);
        return FALSE;
    }
    const char *text = g_mapped_file_get_contents(mapped);
    Cursor cursor = {.at = text, .line = 1};
    if (text != NULL)
        cursor.end = text + g_mapped_file_get_length(mapped);
    if (text != NULL && parse(ledger, &cursor))
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
