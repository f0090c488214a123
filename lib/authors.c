/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The single authors of a byline. A byline is cut into words; separators divide them into
 * candidates; a candidate loses what is no part of a name (`By`, roles, places) and counts only if
 * a name is left.
 */
#include <string.h>

#include "morgue/article.h"

/* Longer bylines are biographies. */
#define AUTHORS_CEILING 50u

/* Words before the first name. Those that can also begin a name need two words after them. */
static const struct {
    const char *word;
    gboolean may_be_name;
} prefixes[] = {
    {"by", FALSE},    {"von", TRUE},    {"par", FALSE},      {"por", FALSE},     {"de", TRUE},
    {"di", TRUE},     {"door", FALSE},  {"av", FALSE},       {"written", FALSE}, {"text", FALSE},
    {"texte", FALSE}, {"story", FALSE}, {"reported", FALSE}, {"posted", FALSE},  {"af", FALSE},
    {"od", FALSE},    {"автор", FALSE}, {"авторы", FALSE},   {"від", FALSE},
};

/* Words between authors. */
static const char *const conjunctions[] = {"and", "und", "et", "och", "og", "&", "и", "та"};
/* The same, but only in lower case: in capitals they are initials. */
static const char *const short_conjunctions[] = {"y", "e", "i"};

/* Words that name a job, not a person; a trailing `*` stands for any ending. */
static const char *const roles[] = {
    "author*",        "autor*",         "bureau*",       "chief",          "columnist*",
    "commentator",    "contributor*",   "contributing",  "corrispondent*", "correspondent*",
    "corresponsal*",  "correspondant*", "director",      "editor*",        "editorial",
    "freelance*",     "guest",          "inviato",       "journalist*",    "journaliste*",
    "korrespondent*", "newsroom",       "photographer*", "redactor*",      "redaktion*",
    "redakteur*",     "redattore",      "redazione",     "redacción",      "rédaction",
    "reporter*",      "reporting",      "staff",         "writer*",        "desk",
    "корреспондент*", "редактор*",      "журналист*",
};

/* Words that are part of a role only beside one. */
static const char *const role_qualifiers[] = {
    "senior", "political", "deputy", "assistant", "associate", "foreign",   "special", "news",
    "sports", "business",  "chief",  "managing",  "executive", "our",       "the",     "envoyé",
    "city",   "national",  "health", "science",   "economics", "education", "at",      "large",
};

/* Words that begin what comes after a name: where it was written, and for whom. */
static const char *const place_words[] = {"in", "of", "for", "from", "at", "aus", "à", "special"};

static const char *const agencies[] = {
    "reuters",
    "ap",
    "afp",
    "dpa",
    "upi",
    "efe",
    "ansa",
    "apa",
    "tass",
    "ritzau",
    "tt",
    "ntb",
    "xinhua",
    "kyodo",
    "bloomberg",
    "pti",
    "ians",
    "ani",
    "lusa",
    "belga",
    "anp",
    "sda",
    "kna",
    "epd",
    "associated press",
    "agence france-presse",
    "press association",
    "agencies",
};

static gboolean list_has(const char *const *list, gsize count, const char *word)
{
    for (gsize i = 0; i < count; i++) {
        gsize length = strlen(list[i]);
        if (list[i][length - 1] == '*' ? strncmp(word, list[i], length - 1) == 0
                                       : strcmp(word, list[i]) == 0)
            return TRUE;
    }
    return FALSE;
}
#define IN_LIST(list, word) list_has(list, G_N_ELEMENTS(list), word)

/* The word in lower case, without punctuation around it. */
static char *fold_word(const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    char *start = lower + strspn(lower, ".:()[]/-\"*");
    gsize length = strlen(start);
    while (length > 0 && strchr(".:()[]/-\"*", start[length - 1]) != NULL)
        length--;
    return g_strndup(start, length);
}

static gboolean is_folded_in(const char *const *list, gsize count, const char *word)
{
    g_autofree char *folded = fold_word(word);
    return *folded != '\0' && list_has(list, count, folded);
}
#define WORD_IN(list, word) is_folded_in(list, G_N_ELEMENTS(list), word)

static char *join_words(const GPtrArray *words, guint first, guint last)
{
    GString *joined = g_string_new(NULL);
    for (guint i = first; i < last; i++) {
        if (i > first)
            g_string_append_c(joined, ' ');
        g_string_append(joined, g_ptr_array_index(words, i));
    }
    return g_string_free(joined, FALSE);
}

static gboolean is_agency(const char *name)
{
    g_autofree char *folded = fold_word(name);
    const char *bare = g_str_has_prefix(folded, "the ") ? folded + 4 : folded;
    return IN_LIST(agencies, bare);
}

/* Endings of names that stand after a comma of their own. */
static gboolean is_name_suffix(const char *word)
{
    static const char *const suffixes[] = {"jr", "sr",  "ii",  "iii",  "iv",
                                           "md", "m.d", "phd", "ph.d", "esq"};
    return WORD_IN(suffixes, word);
}

static guint skip_prefixes(const GPtrArray *words)
{
    guint first = 0;
    for (gsize i = 0; first < words->len && i < G_N_ELEMENTS(prefixes);) {
        g_autofree char *folded = fold_word(g_ptr_array_index(words, first));
        gboolean fits = strcmp(folded, prefixes[i].word) == 0 &&
                        (!prefixes[i].may_be_name || words->len - first > 2);
        if (fits) {
            first++;
            i = 0;
        } else {
            i++;
        }
    }
    return first;
}

/* Where the name ends: before the place or the publication that follows it. */
static guint find_place(const GPtrArray *words, guint first)
{
    for (guint i = first + 1; i < words->len; i++) {
        const char *word = g_ptr_array_index(words, i);
        if (IN_LIST(place_words, word) || *word == '(' || *word == '/')
            return i;
    }
    return words->len;
}

/* Narrows first to last to the words of the name beside a role; FALSE where there is none. */
static gboolean cut_role(const GPtrArray *words, guint *first, guint *last)
{
    guint role = *first;
    while (role < *last && !WORD_IN(roles, g_ptr_array_index(words, role)))
        role++;
    if (role == *last)
        return TRUE;
    guint end = role;
    while (end > *first && WORD_IN(role_qualifiers, g_ptr_array_index(words, end - 1)))
        end--;
    guint begin = role + 1;
    while (begin < *last && (WORD_IN(roles, g_ptr_array_index(words, begin)) ||
                             WORD_IN(role_qualifiers, g_ptr_array_index(words, begin))))
        begin++;
    if (begin < *last)
        *first = begin; /* Staff Writer Jane Doe */
    else
        *last = end; /* Jane Doe Staff Writer */
    return *last >= *first + 2;
}

/* The name in the words of one candidate, or NULL. Words are borrowed. */
static char *name_of(const GPtrArray *words)
{
    guint first = skip_prefixes(words);
    guint last = find_place(words, first);
    if (!cut_role(words, &first, &last) || first >= last)
        return NULL;
    g_autofree char *name = join_words(words, first, last);
    char *start = name + strspn(name, " -*\"(:");
    gsize length = strlen(start);
    while (length > 0 && strchr(" -*\"):", start[length - 1]) != NULL)
        length--;
    start[length] = '\0';
    gboolean is_name = *start != '\0' && strpbrk(start, "@0123456789") == NULL &&
                       strstr(start, "://") == NULL && g_utf8_strlen(start, -1) > 1;
    return is_name && strcmp(start, "al.") != 0 ? g_strdup(start) : NULL;
}

typedef struct {
    GPtrArray *authors;  /* of char *, owned */
    GPtrArray *agencies; /* the same; they count where there is no author */
    GPtrArray *words;    /* of the candidate, owned */
    gboolean has_lower;  /* the byline is not all in capitals */
} Splitter;

static void end_candidate(Splitter *splitter)
{
    char *name = splitter->authors->len < AUTHORS_CEILING ? name_of(splitter->words) : NULL;
    if (name != NULL)
        g_ptr_array_add(is_agency(name) ? splitter->agencies : splitter->authors, name);
    g_ptr_array_set_size(splitter->words, 0);
}

/* `Jr.` after its comma belongs to the author before it. */
static gboolean append_suffix(Splitter *splitter, const char *word)
{
    if (splitter->words->len > 0 || splitter->authors->len == 0 || !is_name_suffix(word))
        return FALSE;
    char **author = (char **)&g_ptr_array_index(splitter->authors, splitter->authors->len - 1);
    char *longer = g_strconcat(*author, " ", word, NULL);
    g_free(*author);
    *author = longer;
    return TRUE;
}

static gboolean is_conjunction(const Splitter *splitter, const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    if (IN_LIST(conjunctions, lower))
        return TRUE;
    return splitter->has_lower && IN_LIST(short_conjunctions, word);
}

static void add_word(Splitter *splitter, char *word)
{
    gsize length = strlen(word);
    gboolean ends = length > 0 && strchr(",;|", word[length - 1]) != NULL;
    if (ends)
        word[length - 1] = '\0';
    gboolean is_mark = strcmp(word, "-") == 0 || strcmp(word, "–") == 0 || strcmp(word, "|") == 0;
    if (is_mark || is_conjunction(splitter, word))
        ends = TRUE;
    else if (*word != '\0' && !append_suffix(splitter, word))
        g_ptr_array_add(splitter->words, g_strdup(word));
    if (ends)
        end_candidate(splitter);
}

static gboolean has_lower_case(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_unichar_islower(g_utf8_get_char(text)))
            return TRUE;
    }
    return FALSE;
}

/* `Doe, Jane` is one author, named as catalogues do. */
static gboolean is_inverted(const char *byline)
{
    g_auto(GStrv) parts = g_strsplit(byline, ", ", 3);
    return g_strv_length(parts) == 2 && strpbrk(parts[0], " ;|") == NULL &&
           strpbrk(parts[1], " ,;|") == NULL && !is_agency(parts[0]) && !is_agency(parts[1]) &&
           !is_name_suffix(parts[1]) && !WORD_IN(roles, parts[1]);
}

GPtrArray *article_authors(const Article *article)
{
    Splitter splitter = {.authors = g_ptr_array_new_with_free_func(g_free)};
    const char *byline = article_get(article, ARTICLE_BYLINE);
    if (byline == NULL)
        return splitter.authors;
    if (is_inverted(byline)) {
        const char *comma = strstr(byline, ", ");
        g_ptr_array_add(splitter.authors,
                        g_strdup_printf("%s %.*s", comma + 2, (int)(comma - byline), byline));
        return splitter.authors;
    }
    splitter.agencies = g_ptr_array_new_with_free_func(g_free);
    splitter.words = g_ptr_array_new_with_free_func(g_free);
    splitter.has_lower = has_lower_case(byline);
    g_autoptr(GString) spaced = g_string_new(byline);
    g_string_replace(spaced, ";", "; ", 0);
    g_string_replace(spaced, ",", ", ", 0);
    g_string_replace(spaced, "、", "; ", 0);
    g_string_replace(spaced, "，", "; ", 0);
    g_auto(GStrv) words = g_strsplit(spaced->str, " ", -1);
    for (guint i = 0; words[i] != NULL; i++)
        add_word(&splitter, words[i]);
    end_candidate(&splitter);
    g_ptr_array_unref(splitter.words);
    if (splitter.authors->len > 0) {
        g_ptr_array_unref(splitter.agencies);
        return splitter.authors;
    }
    g_ptr_array_unref(splitter.authors);
    return splitter.agencies;
}
