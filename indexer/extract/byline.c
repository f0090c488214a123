/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bylines, and lines of dates. */
#include "indexer/extract/byline.h"

#include <string.h>

#include "indexer/extract/beginning.h"

#define BYLINE_MAX_LENGTH    160 /* bytes */
#define DATE_LINE_MAX_LENGTH 200
#define OPENING_MAX_LENGTH   32

/* A date beside the headline that says what it is, or stands alone, is the publication date. */
#define DATE_LINE_CONFIDENCE 0.92

/* What the names of weekdays, and the word for a date, begin with in Thai. */
#define THAI_DAY "วัน"

/*
 * What a byline begins with, in lower case. The weak ones begin sentences too: after them all words
 * must look like names.
 */
static const struct {
    const char *text;
    gboolean is_weak;
} openings[] = {
    {"by ", FALSE},
    {"by: ", FALSE},
    {"byline: ", FALSE},
    {"written by ", FALSE},
    {"written by: ", FALSE},
    {"words by ", FALSE},
    {"words by: ", FALSE},
    {"posted by ", FALSE},
    {"reported by ", FALSE},
    {"story by ", FALSE},
    {"story by: ", FALSE},
    {"author: ", FALSE},
    {"authors: ", FALSE},
    {"words: ", FALSE},
    {"von ", TRUE},
    {"von: ", FALSE},
    {"autor: ", FALSE},
    {"autorin: ", FALSE},
    {"autoren: ", FALSE},
    {"geschrieben von ", FALSE},
    {"verfasst von ", FALSE},
    {"redaktion: ", FALSE},
    {"par ", TRUE},
    {"par : ", FALSE},
    {"auteur : ", FALSE},
    {"texte : ", FALSE},
    {"por ", TRUE},
    {"por: ", FALSE},
    {"de ", TRUE},
    {"di ", TRUE},
    {"door ", TRUE},
    {"door: ", FALSE},
    {"av ", TRUE},
    {"av: ", FALSE},
    {"af ", TRUE},
    {"text: ", FALSE},
    {"автор: ", FALSE},
    {"автор ", TRUE},
    {"作者：", FALSE},
    {"作者:", FALSE},
    {"记者：", FALSE},
    {"记者 ", TRUE},
    {"記者：", FALSE},
    {"文/", FALSE},
    {"文／", FALSE},
};

/* Words in lower case within a byline. */
static gboolean is_small_word(const char *word)
{
    static const char *const words[] = {
        "and",      "und",    "et",
        "y",        "e",      "och",
        "og",       "en",     "in",
        "of",       "for",    "from",
        "the",      "at",     "der",
        "den",      "von",    "van",
        "de",       "di",     "da",
        "del",      "la",     "le",
        "du",       "dos",    "al",
        "bin",      "ibn",    "zu",
        "à",        "aus",    "with",
        "mit",      "i",      "и",
        "staff",    "writer", "correspondent",
        "reporter", "editor", "special",
        "to",       "dpa",    "afp",
        "apa",      "sid",    "kna",
        "epd",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i], word) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Whether the words after the opening look like names; `is_weak` allows for no exception. */
static gboolean look_like_names(const char *text, gsize length, gboolean is_weak)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) words = g_strsplit_set(g_strstrip(copy), " ,;()", -1);
    guint names = 0, others = 0;
    for (guint i = 0; words[i] != NULL; i++) {
        gunichar first = g_utf8_get_char(words[i]);
        if (*words[i] == '\0' || (names > 0 && is_small_word(words[i])))
            continue;
        if (g_unichar_isalpha(first) && !g_unichar_islower(first))
            names++;
        else if (names == 0)
            return FALSE; /* `By the time …` */
        else
            others++;
    }
    return is_weak ? names >= 2 && others == 0 : names >= 1 && others * 2 <= names;
}

/* Few lines are worth more of a look. */
static gboolean may_open(const char *line)
{
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        if (may_begin_with(line, openings[i].text))
            return TRUE;
    }
    return FALSE;
}

/* The length of the opening of a byline at the beginning of a line; 0 where there is none. */
static gsize opening_length(const char *line, gsize length, gboolean *is_weak)
{
    if (length == 0 || !may_open(line))
        return 0;
    g_autofree char *start = g_utf8_strdown(line, (gssize)MIN(length, (gsize)OPENING_MAX_LENGTH));
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        if (!g_str_has_prefix(start, openings[i].text))
            continue;
        *is_weak = openings[i].is_weak;
        return strlen(openings[i].text);
    }
    return 0;
}

/* Whether a line ends as sentences do; initials and `Jr.` do not count. */
static gboolean ends_sentence(const char *line, gsize length)
{
    if (length == 0 || strchr(".!?", line[length - 1]) == NULL)
        return FALSE;
    gsize word = length - 1;
    while (word > 0 && line[word - 1] != ' ' && line[word - 1] != '.')
        word--;
    return length - 1 - word > 3;
}

/* The names of a byline and the date after them; FALSE where the line is none. */
static gboolean read_names(const char *line, gsize length, const DateContext *dates, Byline *byline)
{
    gboolean is_weak = FALSE;
    gsize opening = length > BYLINE_MAX_LENGTH ? 0 : opening_length(line, length, &is_weak);
    if (opening == 0 || opening >= length || ends_sentence(line, length))
        return FALSE;
    gsize start, end, name = length;
    if (date_find(line + opening, length - opening, dates, &byline->published, &start, &end))
        name = opening + start;
    while (name > opening && strchr(" ,|-\t(", line[name - 1]) != NULL)
        name--;
    byline->names = line;
    byline->length = name;
    return look_like_names(line + opening, name - opening, is_weak);
}

typedef enum { LABEL_NONE, LABEL_PUBLISHED, LABEL_MODIFIED } Label;

/* Words beside a date: that it is of publication, or nothing; and that it is of a change. */
static const char *const published_words[] = {
    "published",
    "publish",
    "posted",
    "date",
    "dated",
    "created",
    "first",
    "on",
    "at",
    "the",
    "le",
    "am",
    "el",
    "il",
    "op",
    "den",
    "veröffentlicht",
    "erstellt",
    "datum",
    "publié",
    "paru",
    "fecha",
    "publicado",
    "publicada",
    "data",
    "pubblicato",
    "gepubliceerd",
    "опубликовано",
    "дата",
    "publicerad",
    "publisert",
    "udgivet",
    "yayınlanma",
    "发布时间",
    "日期",
    "时间",
    "utc",
    "gmt",
    "uhr",
    "est",
    "edt",
    "et",
    "ist",
    "bst",
    "cet",
    "pm",
    "a.m.",
    "p.m.",
    "h",
    "hrs",
    "um",
    "à",
    "a",
    "las",
    "alle",
    "ore",
    "ore:",
    "time",
    "issue",
    "edition",
};
static const char *const modified_words[] = {
    "updated",    "update",     "modified",  "last",       "aktualisiert",
    "stand",      "mis",        "jour",      "modifié",    "actualizado",
    "aggiornato", "bijgewerkt", "обновлено", "uppdaterad", "oppdatert",
};

static Label label_of_word(const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(published_words); i++) {
        if (strcmp(word, published_words[i]) == 0)
            return LABEL_PUBLISHED;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(modified_words); i++) {
        if (strcmp(word, modified_words[i]) == 0)
            return LABEL_MODIFIED;
    }
    return LABEL_NONE;
}

/* What the words say of the date beside them; LABEL_NONE where there is any other word. */
static Label label_of(const char *text, gsize length)
{
    g_autofree char *lower = g_utf8_strdown(text, (gssize)length);
    g_auto(GStrv) words = g_strsplit_set(lower, " \t:|,;()/-", -1);
    Label label = LABEL_PUBLISHED;
    for (guint i = 0; words[i] != NULL; i++) {
        if (*words[i] == '\0' || strcmp(words[i], "•") == 0 || strcmp(words[i], "–") == 0 ||
            strcmp(words[i], ".") == 0)
            continue;
        Label word =
            g_str_has_prefix(words[i], THAI_DAY) ? LABEL_PUBLISHED : label_of_word(words[i]);
        if (word == LABEL_NONE)
            return LABEL_NONE;
        if (word == LABEL_MODIFIED)
            label = LABEL_MODIFIED;
    }
    return label;
}

/* The first label and date of a line; 0 where it does not begin with them, else their end. */
static gsize read_labelled(const char *line, gsize length, const DateContext *dates, Date *date,
                           Label *label)
{
    gsize start, end;
    if (!date_find(line, length, dates, date, &start, &end))
        return 0;
    *label = label_of(line, start);
    return *label == LABEL_NONE ? 0 : end;
}

static gboolean read_dates(const char *line, gsize length, const DateContext *dates, Byline *byline)
{
    gsize done = 0;
    do {
        Date date;
        Label label = LABEL_NONE;
        gsize end = read_labelled(line + done, length - done, dates, &date, &label);
        if (end == 0)
            return FALSE;
        if (label == LABEL_MODIFIED)
            byline->modified = date;
        else if (!date_is_set(&byline->published))
            byline->published = date;
        done += end;
    } while (done < length && label_of(line + done, length - done) == LABEL_NONE);
    return TRUE;
}

/* The line without blanks around it. */
static const char *strip(const char *line, gsize *length)
{
    while (*length > 0 && g_ascii_isspace(*line)) {
        line++;
        --*length;
    }
    while (*length > 0 && g_ascii_isspace(line[*length - 1]))
        --*length;
    return line;
}

gboolean byline_read_names(const char *line, gsize length, const DateContext *dates, Byline *byline)
{
    line = strip(line, &length);
    *byline = (Byline){.kind = BYLINE_NAMES};
    if (read_names(line, length, dates, byline))
        return TRUE;
    *byline = (Byline){0};
    return FALSE;
}

BylineKind byline_read(const char *line, gsize length, const DateContext *dates, Byline *byline)
{
    if (byline_read_names(line, length, dates, byline))
        return BYLINE_NAMES;
    line = strip(line, &length);
    byline->kind = BYLINE_DATES;
    if (length > 0 && length <= DATE_LINE_MAX_LENGTH && read_dates(line, length, dates, byline))
        return BYLINE_DATES;
    *byline = (Byline){0};
    return BYLINE_NONE;
}

const char *byline_names(const char *field)
{
    gboolean is_weak = FALSE;
    field += strspn(field, " \t\r\n");
    gsize opening = opening_length(field, strlen(field), &is_weak);
    return is_weak ? field : field + opening;
}

/* The length of a text without the colon and the blanks at its end. */
static gsize bare_length(const char *text)
{
    gsize length = strlen(text);
    while (length > 0 && strchr(" :", text[length - 1]) != NULL)
        length--;
    return length;
}

gboolean byline_is_opening(const char *line)
{
    if (strlen(line) > OPENING_MAX_LENGTH || !may_open(line))
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(line, -1);
    gsize length = bare_length(lower);
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++)
        if (!openings[i].is_weak && bare_length(openings[i].text) == length &&
            strncmp(openings[i].text, lower, length) == 0)
            return TRUE;
    return FALSE;
}

void byline_apply(const Byline *byline, Article *article)
{
    article_set(article, ARTICLE_BYLINE, byline->names, byline->length, PROVENANCE_BYLINE);
    article_set_published(article, &byline->published, PROVENANCE_BYLINE, DATE_LINE_CONFIDENCE);
    article_set_modified(article, &byline->modified, PROVENANCE_BYLINE);
}
