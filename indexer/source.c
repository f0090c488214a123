/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The buffer between what gives bytes and what reads them. */
#include "indexer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/source-member.h"
#include "morgue/error.h"

#define READ_SIZE ((gsize)64 * 1024)

/* Room for this much more than is asked for, once items follow one another. */
#define STREAM_AHEAD (2 * READ_SIZE)

/* formats.md §4: more than 200:1 beyond 10 MB is an attack, not news. */
#define EXPANSION_FREE    ((guint64)10 * 1024 * 1024)
#define EXPANSION_CEILING 200

typedef struct {
    guint64 read;   /* of the file */
    guint64 given;  /* by the filters over it */
    char **failure; /* see source_watch(); may be NULL */
} SourceBudget;

typedef struct {
    guint64 compressed, decompressed;
} Member;

/* As SourceRead, at any place. */
typedef gssize (*SourceReadAt)(gpointer state, guint64 offset, guint8 *buffer, gsize capacity,
                               GError **error);

struct Source {
    char *name;
    SourceRead read;
    SourceResume resume;  /* may be NULL */
    SourceReadAt read_at; /* NULL where it cannot be read so */
    guint64 size;         /* where it can */
    gpointer state;
    GDestroyNotify free_state;
    SourceBudget *budget; /* g_atomic_rc_box, shared */
    enum { ROLE_FILE, ROLE_FILTER, ROLE_PART } role;

    guint8 *buffer; /* NULL: `window` is the caller's memory */
    gsize capacity;
    const guint8 *window; /* what has been read and not consumed */
    gsize length;
    guint64 offset; /* of the window, in what has been read */

    gboolean ended;
    GError *failure; /* why it ended, or NULL */
    GArray *members; /* of Member, those behind the reader left out; NULL: not compressed */
    guint member;    /* the one that holds the current place */
    gboolean past_first_member;
};

static Source *source_new(const char *name)
{
    Source *source = g_new0(Source, 1);
    source->name = g_strdup(name);
    source->window = (const guint8 *)"";
    source->budget = g_atomic_rc_box_new0(SourceBudget);
    return source;
}

Source *source_open_function(SourceRead read, gpointer state, GDestroyNotify free_state,
                             const char *name)
{
    Source *source = source_new(name);
    source->read = read;
    source->state = state;
    source->free_state = free_state;
    return source;
}

void source_join(Source *source, const Source *origin)
{
    g_assert(source->offset == 0 && source->role == ROLE_FILE);
    g_atomic_rc_box_release(source->budget);
    source->budget = g_atomic_rc_box_acquire(origin->budget);
    source->role = ROLE_PART;
}

Source *source_open_filter(const Source *origin, SourceRead read, gpointer state,
                           GDestroyNotify free_state, const char *name)
{
    Source *source = source_open_function(read, state, free_state, name);
    source_join(source, origin);
    source->role = ROLE_FILTER;
    return source;
}

gboolean source_charge(Source *source, gsize length, GError **error)
{
    SourceBudget *budget = source->budget;
    budget->given += length;
    if (budget->given <= EXPANSION_FREE || budget->given / EXPANSION_CEILING <= budget->read)
        return TRUE;
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT, "expands more than %d times",
                EXPANSION_CEILING);
    return FALSE;
}

typedef struct {
    int descriptor;
    gboolean owned;
    guint64 start; /* the place in the file where it was opened */
    char *name;
} Descriptor;

static void descriptor_free(gpointer state)
{
    Descriptor *self = state;
    if (self->owned)
        close(self->descriptor);
    g_free(self->name);
    g_free(self);
}

static gssize check_read(const Descriptor *self, ssize_t count, GError **error)
{
    if (count < 0)
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot read %s: %s", self->name,
                    g_strerror(errno));
    return count;
}

static gssize descriptor_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    const Descriptor *self = state;
    ssize_t count;
    do {
        count = read(self->descriptor, buffer, capacity);
    } while (count < 0 && errno == EINTR);
    return check_read(self, count, error);
}

static gssize descriptor_read_at(gpointer state, guint64 offset, guint8 *buffer, gsize capacity,
                                 GError **error)
{
    const Descriptor *self = state;
    ssize_t count;
    do {
        count = pread(self->descriptor, buffer, capacity, (off_t)(self->start + offset));
    } while (count < 0 && errno == EINTR);
    return check_read(self, count, error);
}

static Source *open_descriptor(int descriptor, gboolean owned, const char *name)
{
    Descriptor *state = g_new0(Descriptor, 1);
    *state = (Descriptor){descriptor, owned, 0, g_strdup(name)};
    Source *source = source_open_function(descriptor_read, state, descriptor_free, name);
    struct stat status;
    off_t start = lseek(descriptor, 0, SEEK_CUR);
    if (start >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        state->start = (guint64)start;
        source->read_at = descriptor_read_at;
        source->size = (guint64)MAX(status.st_size - start, 0);
    }
    return source;
}

Source *source_open_descriptor(int descriptor, const char *name)
{
    return open_descriptor(descriptor, FALSE, name);
}

Source *source_adopt_descriptor(int descriptor, const char *name)
{
    return open_descriptor(descriptor, TRUE, name);
}

/* Makes room for `capacity` bytes in all. */
static void reserve(Source *source, gsize capacity)
{
    if (capacity <= source->capacity)
        return;
    gsize used = source->buffer == NULL ? 0 : (gsize)(source->window - source->buffer);
    source->buffer = g_realloc(source->buffer, capacity);
    source->capacity = capacity;
    source->window = source->buffer + used;
}

Source *source_open_file(const char *path, GError **error)
{
    /* O_NONBLOCK: a named pipe that nobody writes to must not stop the run. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot open %s: %s", path,
                    g_strerror(errno));
        return NULL;
    }
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "cannot read %s: not a regular file",
                    path);
        close(descriptor);
        return NULL;
    }
    Source *source = open_descriptor(descriptor, TRUE, path);
    /* One byte more than the file has, so that its end shows without growing the buffer. */
    if (source->size < SOURCE_ITEM_CEILING)
        reserve(source, (gsize)source->size + 1);
    return source;
}

typedef struct {
    const guint8 *bytes;
    gsize length, step;
    gsize offset; /* of what has not been read */
} Memory;

static gssize memory_read_at(gpointer state, guint64 offset, guint8 *buffer, gsize capacity,
                             G_GNUC_UNUSED GError **error)
{
    const Memory *self = state;
    if (offset >= self->length)
        return 0;
    gsize count = MIN(self->length - (gsize)offset, capacity);
    memcpy(buffer, self->bytes + offset, count);
    return (gssize)count;
}

static gssize memory_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Memory *self = state;
    gssize count = memory_read_at(self, self->offset, buffer, MIN(capacity, self->step), error);
    self->offset += (gsize)count;
    return count;
}

Source *source_open_memory(const void *bytes, gsize length, gsize step, const char *name)
{
    Memory *state = g_new(Memory, 1);
    *state = (Memory){bytes, length, step, 0};
    Source *source = source_open_function(memory_read, state, g_free, name);
    source->read_at = memory_read_at;
    source->size = length;
    if (step == 0) {
        source->window = length > 0 ? bytes : source->window;
        source->length = length;
        source->budget->read = length;
        source->ended = TRUE;
    }
    return source;
}

gboolean source_is_seekable(Source *source, guint64 *size)
{
    if (source->read_at == NULL)
        return FALSE;
    *size = source->size;
    if (source->role == ROLE_FILE)
        source->budget->read = MAX(source->budget->read, source->size);
    return TRUE;
}

typedef struct {
    Source *source; /* borrowed */
    guint64 offset, end;
} Range;

static gssize range_read(gpointer state, guint8 *buffer, gsize capacity, GError **error)
{
    Range *self = state;
    gsize wanted = (gsize)MIN((guint64)capacity, self->end - self->offset);
    if (wanted == 0)
        return 0;
    gssize count = self->source->read_at(self->source->state, self->offset, buffer, wanted, error);
    self->offset += (guint64)MAX(count, 0);
    return count;
}

Source *source_open_range(Source *source, guint64 offset, guint64 length)
{
    g_assert(source->read_at != NULL);
    Range *state = g_new(Range, 1);
    guint64 start = MIN(offset, source->size);
    *state = (Range){source, start, start + MIN(length, source->size - start)};
    Source *range = source_open_function(range_read, state, g_free, source->name);
    source_join(range, source);
    return range;
}

void source_close(Source *source)
{
    if (source == NULL)
        return;
    if (source->free_state != NULL)
        source->free_state(source->state);
    g_clear_error(&source->failure);
    g_atomic_rc_box_release(source->budget);
    if (source->members != NULL)
        g_array_unref(source->members);
    g_free(source->buffer);
    g_free(source->name);
    g_free(source);
}

/* Takes bytes that were read, the last ones where they spend the budget. */
static void take(Source *source, gsize count)
{
    source->length += count;
    if (source->role == ROLE_FILE)
        source->budget->read = MAX(source->budget->read, source->offset + source->length);
    else if (source->role == ROLE_FILTER)
        source->ended = !source_charge(source, count, &source->failure);
}

void source_watch(Source *source, char **failure)
{
    source->budget->failure = failure;
}

static void tell_failure(const Source *source)
{
    char **failure = source->budget->failure;
    if (failure != NULL && *failure == NULL &&
        g_error_matches(source->failure, MORGUE_ERROR, MORGUE_ERROR_FAILED))
        *failure = g_strdup(source->failure->message);
}

/*
 * Reads once, into room for `want` bytes from the current place. Where the window is nearly as long
 * as the buffer, each item would be made up for by a read as short as itself, and all the rest
 * moved for it; so behind the first item the buffer is longer than what is asked for.
 */
static void read_more(Source *source, gsize want)
{
    gsize used = source->buffer == NULL ? 0 : (gsize)(source->window - source->buffer);
    gsize capacity = want + (used > 0 ? STREAM_AHEAD : 0);
    if (used > 0 && used + MAX(want, source->length + READ_SIZE / 2) > source->capacity) {
        memmove(source->buffer, source->window, source->length);
        source->window = source->buffer;
        used = 0;
    }
    if (capacity > source->capacity)
        reserve(source, MIN(MAX(MAX(capacity, 2 * source->capacity), READ_SIZE),
                            SOURCE_ITEM_CEILING + READ_SIZE));
    guint8 *room = source->buffer + used + source->length;
    gssize count = source->read(source->state, room, source->capacity - used - source->length,
                                &source->failure);
    g_assert((count < 0) == (source->failure != NULL));
    if (count > 0)
        take(source, (gsize)count);
    else
        source->ended = TRUE;
    if (count < 0)
        tell_failure(source);
}

/* Reads until there are `want` bytes or no more. */
static void fill(Source *source, gsize want)
{
    while (source->length < want && !source->ended)
        read_more(source, want);
}

const guint8 *source_peek(Source *source, gsize want, gsize *available, GError **error)
{
    if (want > SOURCE_ITEM_CEILING) {
        g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_LIMIT,
                    "an item is longer than %" G_GSIZE_FORMAT " MB", SOURCE_ITEM_CEILING >> 20);
        return NULL;
    }
    fill(source, want);
    if (source->length < want && source->failure != NULL) {
        if (error != NULL)
            *error = g_error_copy(source->failure);
        return NULL;
    }
    *available = source->length;
    return source->window;
}

static const Member *get_member(const Source *source, guint index)
{
    return &g_array_index(source->members, Member, index);
}

/* Moves on to the member that holds the current place. */
static void find_member(Source *source)
{
    while (source->member + 1 < source->members->len &&
           get_member(source, source->member + 1)->decompressed <= source->offset) {
        source->member++;
        source->past_first_member = TRUE;
    }
}

void source_add_member(Source *source, guint64 compressed, guint64 decompressed)
{
    if (source->members == NULL)
        source->members = g_array_new(FALSE, FALSE, sizeof(Member));
    if (source->member > 0) {
        g_array_remove_range(source->members, 0, source->member);
        source->member = 0;
    }
    Member member = {compressed, decompressed};
    g_array_append_val(source->members, member);
    find_member(source);
}

void source_consume(Source *source, gsize length)
{
    g_assert(length <= source->length);
    source->window += length;
    source->length -= length;
    source->offset += length;
    if (source->members != NULL)
        find_member(source);
}

const guint8 *source_peek_all(Source *source, gsize *available, gboolean *truncated, GError **error)
{
    fill(source, SOURCE_ITEM_CEILING + 1);
    if (source->length == 0 && source->failure != NULL)
        return source_peek(source, 1, available, error);
    *available = MIN(source->length, SOURCE_ITEM_CEILING);
    if (truncated != NULL)
        *truncated = source->length > SOURCE_ITEM_CEILING || source->failure != NULL;
    return source->window;
}

gboolean source_is_whole(Source *source)
{
    fill(source, SOURCE_ITEM_CEILING + 1);
    return source->ended && source->failure == NULL;
}

void source_set_resume(Source *source, SourceResume resume)
{
    source->resume = resume;
}

gboolean source_resume(Source *source)
{
    if (source->resume == NULL || source->length > 0 ||
        !g_error_matches(source->failure, MORGUE_ERROR, MORGUE_ERROR_INPUT) ||
        !source->resume(source->state))
        return FALSE;
    g_clear_error(&source->failure);
    source->ended = FALSE;
    return TRUE;
}

guint64 source_offset(const Source *source)
{
    return source->offset;
}

gboolean source_member(const Source *source, guint64 *compressed, guint64 *decompressed)
{
    if (source->members == NULL)
        return FALSE;
    const Member *member = get_member(source, source->member);
    *compressed = member->compressed;
    *decompressed = member->decompressed;
    return TRUE;
}

gboolean source_at_member(const Source *source)
{
    return source->past_first_member &&
           get_member(source, source->member)->decompressed == source->offset;
}

gsize source_member_rest(const Source *source, gsize available)
{
    if (source->members == NULL)
        return available;
    for (guint i = source->member + 1; i < source->members->len; i++) {
        guint64 begin = get_member(source, i)->decompressed;
        if (begin > source->offset)
            return (gsize)MIN((guint64)available, begin - source->offset);
    }
    return available;
}

const char *source_name(const Source *source)
{
    return source->name;
}
