/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Datelines: what stands before the dash is taken apart from its end (agency, date), and the rest
 * must look like a place.
 */
#include "indexer/extract/dateline.h"

#include <string.h>

#define DATELINE_MAX_LENGTH 120 /* bytes before the dash: formats.md §6.1 */
#define PLACE_MAX_WORDS     6
#define PLACE_MAX_LENGTH    60

/* The day of filing is that of publication, or the day before. */
#define DATELINE_CONFIDENCE 0.85

typedef struct {
    const char *text;
    gsize length;
} Span;

static gboolean span_starts(Span span, const char *prefix)
{
    gsize length = strlen(prefix);
    return span.length >= length && memcmp(span.text, prefix, length) == 0;
}

static Span trim(Span span, const char *characters)
{
    while (span.length > 0 && strchr(characters, *span.text) != NULL) {
        span.text++;
        span.length--;
    }
    while (span.length > 0 && strchr(characters, span.text[span.length - 1]) != NULL)
        span.length--;
    return span;
}

typedef enum { DASH_NONE, DASH_HYPHEN, DASH_LONG, DASH_COLON } Dash;

/* The dash at the beginning of `text` and its length. */
static Dash dash_at(Span text, gsize *length)
{
    static const struct {
        const char *text;
        Dash dash;
    } dashes[] = {
        {"--", DASH_LONG}, {"—", DASH_LONG},   {"–", DASH_LONG},  {"―", DASH_LONG},
        {"_", DASH_LONG},  {"-", DASH_HYPHEN}, {":", DASH_COLON},
    };
    if (text.length == 0 || g_ascii_isalnum(*text.text) || *text.text == ' ')
        return DASH_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(dashes); i++) {
        if (!span_starts(text, dashes[i].text))
            continue;
        *length = strlen(dashes[i].text);
        return dashes[i].dash;
    }
    return DASH_NONE;
}

/*
 * Whether a dash between these can end a dateline: a hyphen within a word cannot, and a blank must
 * follow (`-- ` is often set close: `(AP)--The`).
 */
static gboolean can_end(Dash dash, gboolean blank_before, char after)
{
    gboolean blank_after = after == '\0' || g_ascii_isspace(after);
    switch (dash) {
    case DASH_HYPHEN:
        return blank_before && blank_after;
    case DASH_LONG:
        return TRUE;
    case DASH_COLON:
        return blank_after;
    case DASH_NONE:
        break;
    }
    return FALSE;
}

/* Finds the first dash outside parentheses; what is before it, and where the text goes on. */
static Dash find_dash(Span text, Span *head, gsize *end)
{
    int depth = 0;
    for (gsize i = 0; i < text.length && i <= DATELINE_MAX_LENGTH; i++) {
        if (text.text[i] == '(')
            depth++;
        else if (text.text[i] == ')')
            depth--;
        gsize length = 0;
        Dash dash = dash_at((Span){text.text + i, text.length - i}, &length);
        if (dash == DASH_NONE || depth != 0 || i == 0)
            continue;
        gboolean blank_before = g_ascii_isspace(text.text[i - 1]) || text.text[i - 1] == ')';
        char after = i + length < text.length ? text.text[i + length] : '\0';
        if (can_end(dash, blank_before, after)) {
            *head = (Span){text.text, i};
            *end = i + length;
            return dash;
        }
    }
    return DASH_NONE;
}

/* `(Reuters)` at the end of the head, cut off from it. */
static Span cut_agency(Span *head)
{
    Span trimmed = trim(*head, " \t");
    const char *open = g_strrstr_len(trimmed.text, (gssize)trimmed.length, "(");
    Span none = {0};
    if (trimmed.length == 0 || trimmed.text[trimmed.length - 1] != ')' || open == NULL)
        return none;
    Span agency = {open + 1, (gsize)(trimmed.text + trimmed.length - open) - 2};
    agency = trim(agency, " \t");
    if (agency.length == 0 || agency.length > 40 || g_ascii_isdigit(*agency.text))
        return none;
    head->length = (gsize)(open - head->text);
    return agency;
}

/* Whether there can be a date: a digit, or letters that may be one. */
static gboolean has_digit(Span span)
{
    for (gsize i = 0; i < span.length; i++) {
        if (g_ascii_isdigit(span.text[i]) || (guint8)span.text[i] >= 0x80)
            return TRUE;
    }
    return FALSE;
}

/* `, Aug 18` at the end of the head, cut off from it. */
static gboolean cut_date(Span *head, const DateContext *dates, Date *date)
{
    gsize start, end;
    if (!has_digit(*head) || !date_find(head->text, head->length, dates, date, &start, &end))
        return FALSE;
    Span rest = trim((Span){head->text + end, head->length - end}, " \t.,;");
    if (rest.length > 0 && rest.length > 12) /* a time of day may follow, no words */
        return FALSE;
    head->length = start;
    return TRUE;
}

/* A day and a month, `, Feb 26`, where nothing tells the year: it still shows what this is. */
static gboolean cut_yearless(Span *head)
{
    if (!has_digit(*head))
        return FALSE;
    DateContext context;
    Date date, captured = date_from_ymd(2001, 1, 1);
    date_context_init(&context, &captured);
    for (int month = 1; month <= 12; month++) { /* every day is near to one of these */
        context.reference = date_from_ymd(2000, month, 28);
        if (cut_date(head, &context, &date))
            return TRUE;
    }
    return FALSE;
}

/* Words in lower case that names of places hold. */
static gboolean is_particle(Span word)
{
    static const char *const particles[] = {"de",  "del", "la",  "le",  "les",  "du",  "of",
                                            "am",  "an",  "der", "do",  "da",   "dos", "e",
                                            "i",   "im",  "in",  "sur", "upon", "and", "bei",
                                            "den", "di",  "el",  "los", "las",  "al",  "y"};
    for (gsize i = 0; i < G_N_ELEMENTS(particles); i++) {
        if (strlen(particles[i]) == word.length && span_starts(word, particles[i]))
            return TRUE;
    }
    return FALSE;
}

/* Words in capitals that open a paragraph and are no place. */
static gboolean is_label(Span head)
{
    static const char *const labels[] = {
        "NOTE",   "UPDATE",    "CORRECTION", "EDITOR",    "PHOTO",   "BREAKING", "EXCLUSIVE",
        "WATCH",  "READ",      "OPINION",    "ANALYSIS",  "FACTBOX", "SUMMARY",  "CLICK",
        "FILE",   "IMPORTANT", "WARNING",    "ATTENTION", "CAPTION", "SOURCE",   "QUESTION",
        "ANSWER", "TITLE",     "DATE",       "MORE",      "ALSO",    "HEADLINE", "SUBJECT",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (head.length >= strlen(labels[i]) &&
            g_ascii_strncasecmp(head.text, labels[i], strlen(labels[i])) == 0)
            return TRUE;
    }
    return head.length < 3;
}

typedef struct {
    guint words, capitals; /* capitals: words of upper-case letters only */
    gboolean is_place;     /* nothing that no place has */
} PlaceLook;

static void look_at_word(PlaceLook *look, Span word)
{
    if (word.length == 0 || is_particle(word))
        return;
    if (span_starts(word, "วัน")) /* Thai: a weekday, or the word for date */
        look->is_place = FALSE;
    gunichar first = g_utf8_get_char(word.text);
    look->words++;
    gboolean has_lower = FALSE, has_upper = FALSE;
    for (const char *place = word.text; place < word.text + word.length;
         place = g_utf8_next_char(place)) {
        gunichar character = g_utf8_get_char(place);
        has_lower |= g_unichar_islower(character);
        has_upper |= g_unichar_isupper(character);
        if (g_unichar_isdigit(character) || character == 0xff1a ||
            strchr("\"?!;:*@#$%=<>|", (int)MIN(character, 127)) != NULL)
            look->is_place = FALSE;
    }
    look->capitals += has_upper && !has_lower ? 1 : 0;
    if (!g_unichar_isupper(first) && !(g_unichar_isalpha(first) && !g_unichar_islower(first)))
        look->is_place = FALSE;
}

static PlaceLook look_at_place(Span place)
{
    PlaceLook look = {.is_place = place.length > 0 && place.length <= PLACE_MAX_LENGTH};
    gsize start = 0;
    for (gsize i = 0; i <= place.length && look.is_place; i++) {
        if (i < place.length && strchr(" ,/", place.text[i]) == NULL)
            continue;
        look_at_word(&look, (Span){place.text + start, i - start});
        start = i + 1;
    }
    look.is_place = look.is_place && look.words > 0 && look.words <= PLACE_MAX_WORDS;
    return look;
}

/* Whether a place without agency or date is one, by its look and what ends it. */
static gboolean is_convincing(PlaceLook look, Dash dash, Span place)
{
    gboolean is_capital = look.capitals == look.words;
    if (dash == DASH_COLON || is_capital)
        return is_capital && !is_label(place);
    guint parts = memchr(place.text, ',', place.length) != NULL ? 2 : 1;
    return g_unichar_isupper(g_utf8_get_char(place.text)) && look.words <= 1 + parts &&
           !is_label(place);
}

/* The place without what divides it from the rest; `N.J.` and `Calif.` keep their stop. */
static Span trim_place(Span head)
{
    Span place = trim(head, " \t,;-(");
    return memchr(place.text, ',', place.length) != NULL ? place : trim(place, " .");
}

/* `Reuters - …`: an agency's name where the place should be. */
static gboolean is_agency(Span place)
{
    static const char *const agencies[] = {"Reuters", "AFP",      "AP",   "UPI",      "dpa",
                                           "ANSA",    "EFE",      "TASS", "Xinhua",   "Kyodo",
                                           "PTI",     "Interfax", "APA",  "Bloomberg"};
    for (gsize i = 0; i < G_N_ELEMENTS(agencies); i++) {
        if (strlen(agencies[i]) == place.length &&
            g_ascii_strncasecmp(agencies[i], place.text, place.length) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The head taken apart; FALSE where it is no dateline. */
static gboolean read_head(Span head, Dash dash, const DateContext *dates, Dateline *dateline)
{
    Span agency = cut_agency(&head);
    gboolean has_date = dates != NULL && cut_date(&head, dates, &dateline->date);
    gboolean has_day = has_date || cut_yearless(&head);
    if (agency.length == 0)
        agency = cut_agency(&head); /* `Santiago (AFP), May 31` */
    Span place = trim_place(head);
    PlaceLook look = look_at_place(place);
    if (place.length > 0 && !look.is_place)
        return FALSE;
    if (agency.length == 0 && !has_day && !is_convincing(look, dash, place))
        return FALSE;
    if (place.length == 0 && (!has_day || agency.length == 0))
        return FALSE;
    if (agency.length == 0 && is_agency(place)) {
        agency = place;
        place.length = 0;
    }
    dateline->place = place.text;
    dateline->place_length = place.length;
    dateline->agency = agency.text;
    dateline->agency_length = agency.length;
    return TRUE;
}

/* `(New York, NY - October 21)`: the parentheses are around all of it. */
static gboolean read_enclosed(Span text, const DateContext *dates, Dateline *dateline)
{
    const char *close = memchr(text.text, ')', MIN(text.length, (gsize)DATELINE_MAX_LENGTH));
    if (!span_starts(text, "(") || close == NULL)
        return FALSE;
    Span inside = {text.text + 1, (gsize)(close - text.text) - 1};
    gboolean has_day = cut_date(&inside, dates, &dateline->date) || cut_yearless(&inside);
    Span place = trim(inside, " \t,.-");
    if (!has_day || !look_at_place(place).is_place)
        return FALSE;
    dateline->place = place.text;
    dateline->place_length = place.length;
    dateline->length = (gsize)(close - text.text) + 1;
    return TRUE;
}

/* `London, Nov. 5, 1872.` on a line of its own. */
static gboolean read_line(Span text, const DateContext *dates, Dateline *dateline)
{
    const char *feed = memchr(text.text, '\n', text.length);
    Span line = {text.text, feed == NULL ? text.length : (gsize)(feed - text.text)};
    if (line.length > DATELINE_MAX_LENGTH)
        return FALSE;
    Span head = trim(line, " \t.,");
    Date date = {0};
    if (!cut_date(&head, dates, &date))
        return FALSE;
    Span place = trim(head, " \t.,;");
    if (!look_at_place(place).is_place || is_label(place))
        return FALSE;
    dateline->place = place.text;
    dateline->place_length = place.length;
    dateline->date = date;
    dateline->length = line.length;
    return TRUE;
}

/* The end of the digits, ASCII or full width, at the beginning of a text. */
static gsize wide_digits(Span text, guint *number)
{
    gsize length = 0;
    *number = 0;
    while (length < text.length && length < 12) {
        gunichar character = g_utf8_get_char(text.text + length);
        gunichar digit = character >= 0xff10 ? character - 0xff10 : character - '0';
        if (digit > 9)
            break;
        *number = *number * 10 + digit;
        length += (gsize)(g_utf8_next_char(text.text + length) - (text.text + length));
    }
    return length;
}

/* `５月１日`, with its year from the reference. */
static gsize chinese_day(Span text, const DateContext *dates, Date *date)
{
    guint month, day;
    gsize length = wide_digits(text, &month);
    Span rest = {text.text + length, text.length - length};
    if (length == 0 || !span_starts(rest, "月"))
        return 0;
    length += strlen("月");
    gsize digits = wide_digits((Span){text.text + length, text.length - length}, &day);
    length += digits;
    rest = (Span){text.text + length, text.length - length};
    if (digits == 0 || !span_starts(rest, "日") || month < 1 || month > 12 || day < 1 || day > 31)
        return 0;
    Date found = {.month = (guint8)month, .day = (guint8)day, .precision = DATE_PRECISION_DAY};
    if (dates != NULL && dates->reference.precision >= DATE_PRECISION_DAY &&
        date_complete_year(&found, &dates->reference))
        *date = found;
    return length + strlen("日");
}

/* `（记者徐坤明）` after a Chinese dateline: who filed it. */
static gsize chinese_author(Span text, Dateline *dateline)
{
    static const char *const openings[] = {"（记者", "(记者", "（記者"};
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        gsize start = strlen(openings[i]);
        if (!span_starts(text, openings[i]))
            continue;
        gsize limit = MIN(text.length, (gsize)DATELINE_MAX_LENGTH);
        const char *close = g_strstr_len(text.text, (gssize)limit, "）");
        gsize close_length = strlen("）");
        if (close == NULL) {
            close = memchr(text.text, ')', limit);
            close_length = 1;
        }
        if (close == NULL)
            return 0;
        dateline->author = text.text + start;
        dateline->author_length = (gsize)(close - dateline->author);
        return (gsize)(close - text.text) + close_length;
    }
    return 0;
}

/* `新华社平壤５月１日电`: agency, place, day, and the sign for a wire or a report. */
static gboolean read_chinese(Span text, const DateContext *dates, Dateline *dateline)
{
    static const char *const agencies[] = {"新华社", "中新社", "中新网", "新華社",
                                           "中央社", "人民网", "本报",   "本報"};
    static const char *const signs[] = {"电", "電", "讯", "訊", "专电"};
    gsize start = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(agencies) && start == 0; i++) {
        if (span_starts(text, agencies[i]))
            start = strlen(agencies[i]);
    }
    if (start == 0)
        return FALSE;
    gsize limit = MIN(text.length, start + PLACE_MAX_LENGTH);
    for (gsize i = start; i < limit; i += (gsize)g_utf8_skip[(guint8)text.text[i]]) {
        gsize day = chinese_day((Span){text.text + i, text.length - i}, dates, &dateline->date);
        Span rest = {text.text + i + day, text.length - i - day};
        for (gsize k = 0; day > 0 && k < G_N_ELEMENTS(signs); k++) {
            if (!span_starts(rest, signs[k]))
                continue;
            dateline->agency = text.text;
            dateline->agency_length = start;
            dateline->place = text.text + start;
            dateline->place_length = i - start;
            dateline->length = i + day + strlen(signs[k]);
            Span after = {text.text + dateline->length, text.length - dateline->length};
            dateline->length += chinese_author(after, dateline);
            return TRUE;
        }
    }
    return FALSE;
}

gboolean dateline_read(const char *text, gsize length, const DateContext *dates, Dateline *dateline)
{
    Span span = {text, length};
    while (span.length > 0 && g_ascii_isspace(*span.text)) {
        span.text++;
        span.length--;
    }
    memset(dateline, 0, sizeof *dateline);
    Span head;
    gsize end = 0;
    Dash dash = find_dash(span, &head, &end);
    gboolean found = dash != DASH_NONE && read_head(head, dash, dates, dateline);
    if (found)
        dateline->length = end;
    else
        memset(dateline, 0, sizeof *dateline);
    found = found || read_enclosed(span, dates, dateline) || read_chinese(span, dates, dateline) ||
            read_line(span, dates, dateline);
    if (found)
        dateline->length += (gsize)(span.text - text);
    return found;
}

void dateline_apply(const Dateline *dateline, Article *article)
{
    article_set(article, ARTICLE_PLACE, dateline->place, dateline->place_length,
                PROVENANCE_DATELINE);
    article_set(article, ARTICLE_SOURCE, dateline->agency, dateline->agency_length,
                PROVENANCE_DATELINE);
    article_set(article, ARTICLE_BYLINE, dateline->author, dateline->author_length,
                PROVENANCE_DATELINE);
    article_set_published(article, &dateline->date, PROVENANCE_DATELINE, DATELINE_CONFIDENCE);
}
