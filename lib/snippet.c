/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snippets: choosing passages, and copying them out with their marks. */
#include "morgue/snippet.h"

#include <string.h>

#include "lib/snippet-window.h"

/* The part of the width that the matched words may fill; the rest is for what stands around them.
 */
#define MATCHED_PART 0.7

/* How much of the width may be given up to end with a sentence, and how much may be added. */
#define SENTENCE_SLACK 0.35
#define SENTENCE_EXTRA 0.2

/* How far a cut within a sentence may be from where the width ends, of the width. */
#define CUT_SLACK 0.15

/* A passage while it is being cut. */
typedef struct Passage {
    gsize start, end; /* bytes */
} Passage;

/* The text with all that passages are chosen by. */
typedef struct Source {
    SnippetText text;
    SnippetMatch match;
    gsize width;
    GArray *passages; /* of Passage, by start */
} Source;

static gsize part_of(gsize width, double part)
{
    return (gsize)((double)width * part);
}

/* How many sentences begin before a byte: the number of the first one that does not. */
static guint sentence_from(const GArray *sentences, gsize byte)
{
    guint low = 0, high = sentences->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(sentences, SnippetBreak, middle).start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The last sentence that begins at or before a byte; NULL where there is none. */
static const SnippetBreak *sentence_before(const GArray *sentences, gsize byte)
{
    guint after = sentence_from(sentences, byte + 1);
    return after == 0 ? NULL : &g_array_index(sentences, SnippetBreak, after - 1);
}

/* What lies between the passages around a byte. */
static Passage free_space(const Source *source, gsize byte)
{
    Passage space = {0, source->text.length};
    for (guint i = 0; i < source->passages->len; i++) {
        const Passage *taken = &g_array_index(source->passages, Passage, i);
        if (taken->end <= byte)
            space.start = taken->end;
        else if (taken->start < space.end)
            space.end = taken->start;
    }
    return space;
}

/*
 * Where to begin: with the sentence of the first hit if the last hit still fits into the width,
 * else a third of what is left over before the first hit.
 */
static gsize choose_start(const Source *source, Passage space, const SnippetHit *first,
                          const SnippetHit *last)
{
    SnippetText text = source->text;
    const SnippetBreak *sentence = sentence_before(source->match.sentences, first->start);
    if (sentence != NULL && sentence->start >= space.start &&
        last->after_column <= sentence->first_column + source->width)
        return sentence->start;
    gsize used = last->after_column - first->first_column;
    gsize spare = source->width > used ? (source->width - used) / 3 : 0;
    gsize wanted = MAX(snippet_text_back(text, first->start, spare), space.start);
    gsize slack = part_of(source->width, CUT_SLACK);
    if (wanted == space.start)
        return wanted;
    return snippet_text_cut(text, MAX(snippet_text_back(text, wanted, slack), space.start), wanted,
                            first->start);
}

/* Where the sentence begins that is nearest to a byte, between two others; 0 where none does. */
static gsize sentence_near(const GArray *sentences, gsize from, gsize wanted, gsize to)
{
    const SnippetBreak *before = sentence_before(sentences, wanted);
    guint next = sentence_from(sentences, wanted + 1);
    gsize left = before != NULL && before->start >= from ? before->start : 0;
    gsize right = next < sentences->len ? g_array_index(sentences, SnippetBreak, next).start : 0;
    if (right == 0 || right > to)
        return left;
    return left > 0 && wanted - left <= right - wanted ? left : right;
}

/* Where to end: with the space or a sentence near the width, else within a sentence. */
static gsize choose_end(const Source *source, Passage space, gsize start, gsize needed)
{
    SnippetText text = source->text;
    gsize width = source->width;
    gsize wanted = MAX(snippet_text_forward(text, start, width), needed);
    gsize most = snippet_text_forward(text, wanted, part_of(width, SENTENCE_EXTRA));
    gsize least =
        MAX(needed, snippet_text_forward(text, start, part_of(width, 1 - SENTENCE_SLACK)));
    if (most >= space.end)
        return space.end;
    gsize sentence = sentence_near(source->match.sentences, MAX(least, start + 1), wanted, most);
    if (sentence > 0)
        return sentence;
    gsize slack = part_of(width, CUT_SLACK);
    return snippet_text_cut(text, MAX(needed, snippet_text_back(text, wanted, slack)), wanted,
                            MIN(most, snippet_text_forward(text, wanted, slack)));
}

/* A passage at the end of its space may be short: earlier sentences fill it up. */
static gsize fill_up(const Source *source, Passage space, Passage passage)
{
    gsize from = MAX(snippet_text_back(source->text, passage.end, source->width), space.start);
    if (from >= passage.start)
        return passage.start;
    guint sentence = sentence_from(source->match.sentences, from);
    if (sentence == source->match.sentences->len)
        return passage.start;
    return MIN(g_array_index(source->match.sentences, SnippetBreak, sentence).start, passage.start);
}

/* Where the last of some hits ends; the longer ones begin first, so it may be any of them. */
static gsize end_of_hits(const SnippetHit *hits, SnippetWindow window)
{
    gsize end = 0;
    for (guint i = window.first; i < window.after; i++)
        end = MAX(end, hits[i].end);
    return end;
}

static Passage cut_passage(const Source *source, SnippetWindow window)
{
    const SnippetHit *hits = &g_array_index(source->match.hits, SnippetHit, 0);
    const SnippetHit *first = &hits[window.first];
    const SnippetHit *last = &hits[window.after - 1];
    Passage space = free_space(source, first->start);
    Passage passage = {.start = choose_start(source, space, first, last)};
    passage.end = choose_end(source, space, passage.start, end_of_hits(hits, window));
    if (passage.end == space.end)
        passage.start = fill_up(source, space, passage);
    return passage;
}

static int compare_passages(gconstpointer a, gconstpointer b)
{
    const Passage *left = a;
    const Passage *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

static void choose_passages(Source *source, const SnippetTerms *terms, guint count)
{
    g_autoptr(SnippetWindows) windows = snippet_windows_new(&source->match, terms);
    while (source->passages->len < count) {
        SnippetWindow window = snippet_windows_best(windows, part_of(source->width, MATCHED_PART));
        if (window.first == window.after)
            break;
        Passage passage = cut_passage(source, window);
        g_array_append_val(source->passages, passage);
        snippet_windows_take(windows, passage.start, passage.end);
    }
    if (source->passages->len == 0) {
        Passage passage = {0, choose_end(source, (Passage){0, source->text.length}, 0, 0)};
        g_array_append_val(source->passages, passage);
    }
    g_array_sort(source->passages, compare_passages);
}

/* Copying. */

/* Appends bytes of the text, with each run of blanks and line feeds as one blank. */
static void copy_plain(GString *line, SnippetText text, gsize from, gsize to)
{
    for (gsize at = from; at < to; at++) {
        if (!snippet_text_is_space(text, at))
            g_string_append_c(line, text.bytes[at]);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
}

/* Words with nothing but a blank between them share a mark. */
static void add_mark(GArray *marks, gsize start, gsize end, gboolean joins)
{
    if (joins && marks->len > 0) {
        g_array_index(marks, SnippetRange, marks->len - 1).end = end;
    } else {
        SnippetRange mark = {start, end};
        g_array_append_val(marks, mark);
    }
}

/* The passage without the blanks around it. */
static Passage trim(SnippetText text, Passage passage)
{
    while (passage.start < passage.end && snippet_text_is_space(text, passage.start))
        passage.start++;
    while (passage.end > passage.start && snippet_text_is_space(text, passage.end - 1))
        passage.end--;
    return passage;
}

/* Copies a passage as one line; marks move with their words. */
static void copy_passage(Snippet *snippet, const SnippetMatch *match, SnippetText text,
                         Passage whole)
{
    Passage passage = trim(text, whole);
    GString *line = g_string_sized_new(passage.end - passage.start + 1);
    gsize at = passage.start;
    snippet->marks = g_array_new(FALSE, FALSE, sizeof(SnippetRange));
    for (guint i = 0; i < match->hits->len; i++) {
        const SnippetHit *hit = &g_array_index(match->hits, SnippetHit, i);
        if (hit->start >= passage.end)
            break;
        if (hit->start < at || hit->end > passage.end)
            continue; /* outside, or part of the one before */
        gboolean joins =
            hit->start == at || (hit->start == at + 1 && snippet_text_is_space(text, at));
        copy_plain(line, text, at, hit->start);
        gsize mark = line->len;
        copy_plain(line, text, hit->start, hit->end);
        add_mark(snippet->marks, mark, line->len, joins);
        at = hit->end;
    }
    copy_plain(line, text, at, passage.end);
    snippet->text = g_string_free(line, FALSE);
    snippet->at_start = trim(text, (Passage){0, passage.start}).start == passage.start;
    snippet->at_end = trim(text, (Passage){passage.end, text.length}).start == text.length;
}

GArray *snippets_new(Analyser *analyser, const SnippetTerms *terms, const char *text, gsize length,
                     gsize width, guint count)
{
    g_assert(count > 0);
    GArray *snippets = g_array_new(FALSE, FALSE, sizeof(Snippet));
    g_array_set_clear_func(snippets, (GDestroyNotify)snippet_clear);
    Source source = {.text = {text, length}, .width = width};
    if (length > SNIPPET_MAX_TEXT) {
        const char *cut = g_utf8_find_prev_char(text, text + SNIPPET_MAX_TEXT + 1);
        source.text.length = (gsize)(cut - text);
    }
    source.passages = g_array_new(FALSE, FALSE, sizeof(Passage));
    snippet_match_init(&source.match, analyser, terms, source.text);
    choose_passages(&source, terms, count);
    for (guint i = 0; i < source.passages->len; i++) {
        Snippet snippet;
        copy_passage(&snippet, &source.match, source.text,
                     g_array_index(source.passages, Passage, i));
        snippet.at_end = snippet.at_end && source.text.length == length;
        g_array_append_val(snippets, snippet);
    }
    snippet_match_clear(&source.match);
    g_array_unref(source.passages);
    return snippets;
}

void snippet_make_whole(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms,
                        const char *text, gsize length)
{
    SnippetMatch match;
    SnippetText whole = {text, length};
    snippet_match_init(&match, analyser, terms, whole);
    copy_passage(snippet, &match, whole, (Passage){0, length});
    snippet_match_clear(&match);
}

void snippet_clear(Snippet *snippet)
{
    g_clear_pointer(&snippet->text, g_free);
    g_clear_pointer(&snippet->marks, g_array_unref);
}
