/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weighing passages: what of the query is in them, and how close together. */
#include "lib/snippet-window.h"

/* A concept found again in the same passage counts this much of what it counts at first. */
#define REPETITION 0.1

/* In the next passages, what was shown before counts this much. */
#define SHOWN_BEFORE 0.3

/* Two concepts that stand together count this much of the lighter one on top. */
static const struct {
    gsize gap; /* most columns between them */
    double worth;
} closeness[] = {{1, 0.5}, {20, 0.25}};

/* Closeness is counted for queries of at most so many concepts: pairs are a table. */
#define MAX_PAIRED 64

struct SnippetWindows {
    const SnippetMatch *match;
    guint concepts;
    double *weights; /* of concepts */
    guint *shown;    /* how often the current window has each concept */
    guint *paired;   /* how often each pair stands so close in it; NULL where there are too many */
    guint8 *taken;   /* of each hit */
};

SnippetWindows *snippet_windows_new(const SnippetMatch *match, const SnippetTerms *terms)
{
    SnippetWindows *windows = g_new0(SnippetWindows, 1);
    windows->match = match;
    windows->concepts = snippet_terms_concepts(terms);
    windows->weights = g_new(double, windows->concepts);
    for (guint i = 0; i < windows->concepts; i++)
        windows->weights[i] = snippet_terms_weight(terms, i);
    windows->shown = g_new0(guint, windows->concepts);
    if (windows->concepts <= MAX_PAIRED)
        windows->paired =
            g_new0(guint, G_N_ELEMENTS(closeness) * windows->concepts * windows->concepts);
    windows->taken = g_new0(guint8, match->hits->len);
    return windows;
}

void snippet_windows_free(SnippetWindows *windows)
{
    g_free(windows->weights);
    g_free(windows->shown);
    g_free(windows->paired);
    g_free(windows->taken);
    g_free(windows);
}

static const SnippetHit *hit_at(const SnippetWindows *windows, guint at)
{
    return &g_array_index(windows->match->hits, SnippetHit, at);
}

/* What the `count`-th time is worth. */
static double diminished(double weight, guint count)
{
    return count == 0 ? weight : weight * REPETITION;
}

/* How close a hit is to the next one, a row of the table; its length where that is not close. */
static guint find_closeness(const SnippetHit *left, const SnippetHit *right)
{
    guint row = 0;
    gsize gap =
        right->first_column > left->after_column ? right->first_column - left->after_column : 0;
    while (row < G_N_ELEMENTS(closeness) && gap > closeness[row].gap)
        row++;
    return row;
}

/* The pair of a hit and the next one, or NULL: its count, and what it is worth. */
static guint *find_pair(SnippetWindows *windows, guint at, double *worth)
{
    const SnippetHit *left = hit_at(windows, at);
    const SnippetHit *right = hit_at(windows, at + 1);
    if (windows->paired == NULL || left->concept == right->concept || right->start < left->end)
        return NULL;
    guint row = find_closeness(left, right);
    if (row == G_N_ELEMENTS(closeness))
        return NULL;
    *worth = closeness[row].worth *
             MIN(windows->weights[left->concept], windows->weights[right->concept]);
    guint low = MIN(left->concept, right->concept);
    guint high = MAX(left->concept, right->concept);
    return &windows->paired[(row * windows->concepts + low) * windows->concepts + high];
}

/* What a hit adds that comes into the window `start` to `at`. */
static double enter(SnippetWindows *windows, guint start, guint at)
{
    guint concept = hit_at(windows, at)->concept;
    double weight = diminished(windows->weights[concept], windows->shown[concept]++);
    double worth = 0;
    guint *pair = at > start ? find_pair(windows, at - 1, &worth) : NULL;
    return pair == NULL ? weight : weight + diminished(worth, (*pair)++);
}

/* What goes with the first hit of the window `at` to `end`. */
static double leave(SnippetWindows *windows, guint at, guint end)
{
    guint concept = hit_at(windows, at)->concept;
    double weight = diminished(windows->weights[concept], --windows->shown[concept]);
    double worth = 0;
    guint *pair = at + 1 < end ? find_pair(windows, at, &worth) : NULL;
    return pair == NULL ? weight : weight + diminished(worth, --(*pair));
}

SnippetWindow snippet_windows_best(SnippetWindows *windows, gsize width)
{
    SnippetWindow window = {0, 0};
    double weight = 0, best = 0;
    guint end = 0;
    for (guint start = 0; start < windows->match->hits->len; start++) {
        if (windows->taken[start]) {
            weight = 0; /* the window is empty: it never goes past what is taken */
            end = start + 1;
            continue;
        }
        gsize limit = hit_at(windows, start)->first_column + width;
        while (end < windows->match->hits->len && !windows->taken[end] &&
               (end == start || hit_at(windows, end)->after_column <= limit))
            weight += enter(windows, start, end++);
        if (weight > best * (1 + 1e-9)) {
            best = weight;
            window = (SnippetWindow){start, end};
        }
        weight -= leave(windows, start, end);
    }
    return window;
}

void snippet_windows_take(SnippetWindows *windows, gsize start, gsize end)
{
    for (guint i = 0; i < windows->match->hits->len; i++) {
        const SnippetHit *hit = hit_at(windows, i);
        if (hit->start >= end || hit->end <= start)
            continue;
        windows->taken[i] = TRUE;
        windows->shown[hit->concept] = 1;
    }
    for (guint i = 0; i < windows->concepts; i++) {
        windows->weights[i] *= windows->shown[i] > 0 ? SHOWN_BEFORE : 1;
        windows->shown[i] = 0;
    }
}
