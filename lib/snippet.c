/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snippets: choosing a passage, and copying it out with its marks. */
#include "morgue/snippet.h"

#include <string.h>

#include "lib/snippet-match.h"

/* A concept found again in the same passage counts this much of what it counts at first. */
#define REPETITION 0.1

/* The part of the width that the matched words may fill; the rest is for what stands around them.
 */
#define MATCHED_PART 0.7

/* How much of the width may be given up to end with a sentence. */
#define SENTENCE_SLACK 0.35

/* Where a text is cut short. */
typedef struct Text {
    const char *bytes;
    gsize length;
} Text;

static double add_weight(const SnippetTerms *terms, guint concept, guint *seen)
{
    double weight = snippet_terms_weight(terms, concept);
    return seen[concept]++ == 0 ? weight : weight * REPETITION;
}

static double remove_weight(const SnippetTerms *terms, guint concept, guint *seen)
{
    double weight = snippet_terms_weight(terms, concept);
    return --seen[concept] == 0 ? weight : weight * REPETITION;
}

/*
 * The hits of the heaviest window of `width` characters: the first one and the one after the
 * last. The first such window of the text wins.
 */
static void choose_hits(const SnippetMatch *match, const SnippetTerms *terms, gsize width,
                        guint *first, guint *after)
{
    g_autofree guint *seen = g_new0(guint, snippet_terms_concepts(terms));
    double weight = 0, best = 0;
    guint end = 0;
    *first = *after = 0;
    for (guint start = 0; start < match->hits->len; start++) {
        const SnippetHit *head = &g_array_index(match->hits, SnippetHit, start);
        for (; end < match->hits->len; end++) {
            const SnippetHit *hit = &g_array_index(match->hits, SnippetHit, end);
            if (end > start && hit->after_char > head->first_char + width)
                break;
            weight += add_weight(terms, hit->concept, seen);
        }
        if (weight > best * (1 + 1e-9)) {
            best = weight;
            *first = start;
            *after = end;
        }
        weight -= remove_weight(terms, head->concept, seen);
    }
}

/* The last sentence that begins at or before a byte; NULL where there is none. */
static const SnippetBreak *sentence_before(const GArray *sentences, gsize byte)
{
    guint low = 0, high = sentences->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(sentences, SnippetBreak, middle).start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : &g_array_index(sentences, SnippetBreak, low - 1);
}

static gboolean is_space(const char *at)
{
    return *at == ' ' || *at == '\n' || *at == '\t';
}

/* Moves `count` characters back from a byte. */
static gsize go_back(Text text, gsize byte, gsize count)
{
    while (byte > 0 && count-- > 0)
        byte = (gsize)(g_utf8_prev_char(text.bytes + byte) - text.bytes);
    return byte;
}

static gsize go_forward(Text text, gsize byte, gsize count)
{
    while (byte < text.length && count-- > 0)
        byte = (gsize)(g_utf8_next_char(text.bytes + byte) - text.bytes);
    return MIN(byte, text.length);
}

/* A cut inside a word moves to the next blank, if there is one before `limit`. */
static gsize start_at_word(Text text, gsize start, gsize limit)
{
    if (start == 0 || is_space(text.bytes + start - 1))
        return start;
    for (gsize at = start; at < limit; at++) {
        if (is_space(text.bytes + at))
            return at + 1;
    }
    while (start < limit && g_unichar_ismark(g_utf8_get_char(text.bytes + start)))
        start = go_forward(text, start, 1);
    return start;
}

/* The same for the end, which moves back, but not before `limit`. */
static gsize end_at_word(Text text, gsize end, gsize limit)
{
    if (end >= text.length || is_space(text.bytes + end))
        return end;
    for (gsize at = end; at > limit; at--) {
        if (is_space(text.bytes + at - 1))
            return at - 1;
    }
    while (end < text.length && g_unichar_ismark(g_utf8_get_char(text.bytes + end)))
        end = go_forward(text, end, 1);
    return end;
}

/*
 * Where to begin: with the sentence of the first hit if the last hit still fits into the width,
 * else a third of what is left over before the first hit.
 */
static gsize choose_start(const SnippetMatch *match, Text text, const SnippetHit *first,
                          const SnippetHit *last, gsize width)
{
    const SnippetBreak *sentence = sentence_before(match->sentences, first->start);
    if (sentence != NULL && last->after_char <= sentence->first_char + width)
        return sentence->start;
    gsize used = last->after_char - first->first_char;
    gsize spare = width > used ? (width - used) / 3 : 0;
    return start_at_word(text, go_back(text, first->start, spare), first->start);
}

/* Where to end: with the text or a sentence near the width, else with a word. */
static gsize choose_end(const SnippetMatch *match, Text text, gsize start, gsize needed,
                        gsize width)
{
    gsize end = MAX(go_forward(text, start, width), needed);
    if (end == text.length)
        return end;
    const SnippetBreak *sentence = sentence_before(match->sentences, end);
    gsize least = go_forward(text, start, (gsize)((double)width * (1 - SENTENCE_SLACK)));
    if (sentence != NULL && sentence->start >= MAX(needed, least) && sentence->start > start)
        return sentence->start;
    return end_at_word(text, end, MAX(needed, least));
}

/* Appends bytes of the text, with each run of blanks and line feeds as one blank. */
static void copy_plain(GString *line, Text text, gsize from, gsize to)
{
    for (gsize at = from; at < to; at++) {
        if (!is_space(text.bytes + at))
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

/* Copies a passage as one line; marks move with their words. */
static void copy_passage(Snippet *snippet, const SnippetMatch *match, Text text, gsize start,
                         gsize end)
{
    while (start < end && is_space(text.bytes + start))
        start++;
    while (end > start && is_space(text.bytes + end - 1))
        end--;
    GString *line = g_string_sized_new(end - start);
    gsize at = start;
    for (guint i = 0; i < match->hits->len; i++) {
        const SnippetHit *hit = &g_array_index(match->hits, SnippetHit, i);
        if (hit->start < at || hit->end > end)
            continue; /* outside, or part of the one before */
        gboolean joins = hit->start == at || (hit->start == at + 1 && is_space(text.bytes + at));
        copy_plain(line, text, at, hit->start);
        gsize mark = line->len;
        copy_plain(line, text, hit->start, hit->end);
        add_mark(snippet->marks, mark, line->len, joins);
        at = hit->end;
    }
    copy_plain(line, text, at, end);
    snippet->text = g_string_free(line, FALSE);
}

static gboolean only_space(const char *from, const char *to)
{
    while (from < to && is_space(from))
        from++;
    return from == to;
}

static void make(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms, Text text,
                 gsize width)
{
    SnippetMatch match;
    guint first = 0, after = 0;
    gsize start = 0, needed = 0;
    snippet_match_init(&match, analyser, terms, text.bytes, text.length);
    choose_hits(&match, terms, (gsize)((double)width * MATCHED_PART), &first, &after);
    if (after > first) {
        const SnippetHit *hits = &g_array_index(match.hits, SnippetHit, 0);
        start = choose_start(&match, text, &hits[first], &hits[after - 1], width);
        needed = hits[after - 1].end;
    }
    gsize end = choose_end(&match, text, start, needed, width);
    snippet->marks = g_array_new(FALSE, FALSE, sizeof(SnippetRange));
    copy_passage(snippet, &match, text, start, end);
    snippet->at_start = only_space(text.bytes, text.bytes + start);
    snippet->at_end = only_space(text.bytes + end, text.bytes + text.length);
    snippet_match_clear(&match);
}

void snippet_make(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms, const char *text,
                  gsize length, gsize width)
{
    Text seen = {text, length};
    if (length > SNIPPET_MAX_TEXT) {
        const char *cut = g_utf8_find_prev_char(text, text + SNIPPET_MAX_TEXT + 1);
        seen.length = (gsize)(cut - text);
    }
    make(snippet, analyser, terms, seen, width);
    if (seen.length < length)
        snippet->at_end = FALSE;
}

void snippet_make_whole(Snippet *snippet, Analyser *analyser, const SnippetTerms *terms,
                        const char *text, gsize length)
{
    make(snippet, analyser, terms, (Text){text, length}, length);
}

void snippet_clear(Snippet *snippet)
{
    g_clear_pointer(&snippet->text, g_free);
    g_clear_pointer(&snippet->marks, g_array_unref);
}
