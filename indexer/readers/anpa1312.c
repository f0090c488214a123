/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ANPA 1312, the text format of the wires of North America (American Newspaper Publishers
 * Association, Bulletin 1312, 1979 to 1989):
 *
 *   SYN SYN SOH W2870 US asian                      service and number, selector
 *   f l DC3 DC1 BC-LT--Argentina-Cancer 11-13 1049  priority, category, format, keyword, day, words
 *   STX ^BC-LT--Argentina-Cancer,466<               lines of the head: ^ to < or =
 *   ^headline< ^Eds: …< ^By NAME= ^Agency=
 *   TAB paragraphs …  TLI lines of tables …
 *   ETX AP-WF-11-13-13 1509GMT< EOT                 agency, service, day, time
 */
#include "indexer/readers/table.h"

#include <string.h>

#include "indexer/extract/byline.h"
#include "indexer/wire.h"
#include "morgue/error.h"

#define KEYWORD_MAX 24 /* bytes of the keyword in the header */

typedef struct {
    Source *source;
    const ReaderContext *context;
    WireMessage message;
} Anpa1312Reader;

/* What the header says; texts are owned. */
typedef struct {
    char *number;
    char category;
    char *keyword;
    guint month, day; /* 0 where they are not there */
} WireHead;

static void wire_head_clear(WireHead *head)
{
    g_free(head->number);
    g_free(head->keyword);
    *head = (WireHead){0};
}

static Evidence anpa1312_sniff(const guint8 *bytes, gsize length)
{
    gsize header_length;
    const guint8 *header = wire_header(bytes, length, &header_length);
    if (header == NULL || header_length < 5 || !g_ascii_isalpha(header[0]))
        return EVIDENCE_NONE;
    gsize digits = 0;
    while (digits + 1 < header_length && g_ascii_isdigit(header[1 + digits]))
        digits++;
    if (digits < 3 || digits > 4)
        return EVIDENCE_NONE;
    for (gsize i = 1 + digits; i < header_length; i++) {
        if (header[i] >= WIRE_DC1 && header[i] <= WIRE_DC4)
            return EVIDENCE_CERTAIN;
    }
    return EVIDENCE_NONE;
}

static gpointer anpa1312_open(Source *source, const ReaderContext *context,
                              G_GNUC_UNUSED GError **error)
{
    Anpa1312Reader *reader = g_new0(Anpa1312Reader, 1);
    reader->source = source;
    reader->context = context;
    wire_message_init(&reader->message);
    return reader;
}

static void anpa1312_close(gpointer state)
{
    Anpa1312Reader *reader = state;
    wire_message_clear(&reader->message);
    g_free(reader);
}

/* The beginning of the second line of a header: ` f l `; or NULL. */
static const char *find_priority(const char *header)
{
    for (const char *place = header; *place != '\0'; place++) {
        if (g_ascii_isspace(place[0]) && g_ascii_isalpha(place[1]) && place[2] == ' ' &&
            g_ascii_isalpha(place[3]) && place[4] == ' ')
            return place + 1;
    }
    return NULL;
}

static guint two_digits(const char *text)
{
    return (guint)(10 * g_ascii_digit_value(text[0]) + g_ascii_digit_value(text[1]));
}

/* The header's marks (US, DC1 to DC4) are blanks by now. */
static gboolean wire_head_read(WireHead *head, const char *header)
{
    *head = (WireHead){0};
    gsize end = strcspn(header, " \n\f");
    const char *priority = find_priority(header + end);
    if (end < 2 || !g_ascii_isalpha(*header) || priority == NULL)
        return FALSE;
    head->number = g_strndup(header, end);
    head->category = g_ascii_tolower(priority[2]);
    const char *keyword = priority + 4 + strspn(priority + 4, " \n");
    const char *day = wire_find(keyword, " ##-## ");
    if (day == NULL) {
        day = keyword + strcspn(keyword, "\n");
    } else {
        head->month = two_digits(day + 1);
        head->day = two_digits(day + 4);
    }
    head->keyword = g_strstrip(g_strndup(keyword, MIN((gsize)(day - keyword), KEYWORD_MAX)));
    return TRUE;
}

/* Categories by their letters, where all services agree. */
static const char *category_name(char letter)
{
    static const struct {
        char letter;
        const char *name;
    } names[] = {
        {'a', "Domestic"},      {'d', "Food"},     {'e', "Entertainment"}, {'f', "Business"},
        {'i', "International"}, {'k', "Comment"},  {'l', "Lifestyle"},     {'n', "Regional"},
        {'o', "Weather"},       {'p', "Politics"}, {'q', "Scores"},        {'r', "Racing"},
        {'s', "Sports"},        {'t', "Travel"},   {'v', "Advisories"},    {'w', "Washington"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (names[i].letter == letter)
            return names[i].name;
    }
    return NULL;
}

/* `AP-WF-11-13-13 1509GMT`: the agency, and when it was sent. */
static gboolean read_trailer(const char *trailer, const DateContext *dates, Article *article,
                             Date *date)
{
    const char *start = trailer + strspn(trailer, " \n\f^");
    gsize letters = 0;
    while (g_ascii_isalpha(start[letters]))
        letters++;
    if (letters > 1 && letters < 9 && start[letters] == '-')
        article_set(article, ARTICLE_SOURCE, start, letters, PROVENANCE_RECORD);
    const char *day = wire_find(trailer, "##-##-##");
    if (day == NULL)
        return FALSE;
    const char *time = wire_find(day, " ####");
    gsize zone = time == NULL ? 0 : strspn(time + 5, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    g_autoptr(GString) text = g_string_new(NULL);
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    guint month = two_digits(day);
    if (month < 1 || month > 12)
        return FALSE;
    g_string_printf(text, "%.2s %s %.2s", day + 3, months[month - 1], day + 6);
    if (time != NULL)
        g_string_append_printf(text, " %.2s:%.2s %.*s", time + 1, time + 3, (int)MIN(zone, 4),
                               time + 5);
    return date_parse(text->str, text->len, dates, date, NULL);
}

/* The day of the header, which has no year. */
static gboolean read_day(const WireHead *head, const DateContext *dates, Date *date)
{
    Date day = {
        .month = (guint8)head->month, .day = (guint8)head->day, .precision = DATE_PRECISION_DAY};
    if (head->month < 1 || head->month > 12 || head->day < 1 || head->day > 31 ||
        dates->reference.precision < DATE_PRECISION_DAY ||
        !date_complete_year(&day, &dates->reference))
        return FALSE;
    *date = day;
    return TRUE;
}

/* Signs of typewriters: ``quotes'', a dash written as ` _ `. */
static GString *set_type(const char *line)
{
    GString *text = g_string_new(line);
    g_string_replace(text, "``", "“", 0);
    g_string_replace(text, "''", "”", 0);
    g_string_replace(text, " _ ", " — ", 0);
    return text;
}

/* A line without the marks around it. */
static char *strip_marks(const char *line)
{
    char *text = g_strdup(line);
    g_strstrip(g_strdelimit(text, "\f\t", ' '));
    gsize length = strlen(text);
    while (length > 0 && strchr("<=^ ", text[length - 1]) != NULL)
        text[--length] = '\0';
    gsize marks = strspn(text, "^ ");
    memmove(text, text + marks, length - marks + 1);
    return text;
}

static gboolean is_head_line(const char *line)
{
    gsize length = strlen(line);
    while (length > 0 && g_ascii_isspace(line[length - 1]))
        length--;
    return *line == '^' || (length > 0 && *line != '\t' && *line != '\f' &&
                            (line[length - 1] == '<' || line[length - 1] == '='));
}

/* `AP Photo XNP101`: an agency, and what else it sends. */
static gboolean is_media(const char *line)
{
    static const char *const media[] = {" Photo", " Video", " Graphic", " Audio"};
    gsize letters = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    for (gsize i = 0; letters >= 2 && i < G_N_ELEMENTS(media); i++) {
        if (g_str_has_prefix(line + letters, media[i]))
            return TRUE;
    }
    return FALSE;
}

/* What is for editors: their notes, and the numbers of pictures. */
static gboolean is_note(const char *line)
{
    static const char *const openings[] = {"Eds:", "(Eds:", "Eds.", "EDITOR'S NOTE", "EDITORS:"};
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        if (g_str_has_prefix(line, openings[i]))
            return TRUE;
    }
    return is_media(line);
}

/* What the head has been so far. */
typedef struct {
    guint lines;
    gboolean has_byline, is_over; /* over: below the byline and the agency under it */
    GString *summary;
} Head;

/* `BC-LT--Argentina-Cancer Beauty,466`: cycle and region, slug, words. */
static void read_slug(Article *article, const char *line)
{
    const char *start = line;
    if (g_ascii_isupper(start[0]) && g_ascii_isupper(start[1]) && start[2] == '-')
        start += 3;
    const char *region = strstr(start, "--");
    if (region != NULL && region - start <= 4)
        start = region + 2;
    article_add_keyword(article, start, strcspn(start, ","));
}

static gboolean has_lower_case(const char *line)
{
    while (*line != '\0' && !g_ascii_islower(*line))
        line++;
    return *line != '\0';
}

/* Whether a code is made of the first letters of a name: AP, The Associated Press; AFP, Agence
 * France-Presse. */
static gboolean is_code_of(const char *code, const char *name)
{
    if (g_ascii_strncasecmp(name, "The ", 4) == 0)
        name += 4;
    for (; *name != '\0'; name += strcspn(name, " -"), name += strspn(name, " -")) {
        if (g_ascii_toupper(*name) != g_ascii_toupper(*code))
            return FALSE;
        code++;
    }
    return *code == '\0';
}

/*
 * The line below the byline: the agency's name, which says more than its code, or what the reporter
 * is (`AP Sports Writer`).
 */
static void read_credit(Article *article, const char *line)
{
    const char *code = article_get(article, ARTICLE_SOURCE);
    if (code != NULL && is_code_of(code, line))
        article_replace(article, ARTICLE_SOURCE, line, PROVENANCE_RECORD);
    else if (strstr(line, "Writer") == NULL && strstr(line, "Editor") == NULL)
        article_set_string(article, ARTICLE_SOURCE, line, PROVENANCE_BYLINE);
}

static void read_head_line(Head *head, Article *article, const char *line, const DateContext *dates)
{
    Byline byline;
    head->lines++;
    if (head->lines == 1) {
        read_slug(article, line);
    } else if (is_note(line)) {
        return;
    } else if (head->has_byline) {
        head->is_over = TRUE;
        read_credit(article, line);
    } else if (byline_read(line, strlen(line), dates, &byline) == BYLINE_NAMES) {
        head->has_byline = TRUE;
        byline_apply(&byline, article);
    } else if (article_get(article, ARTICLE_HEADLINE) == NULL) {
        article_set_string(article, ARTICLE_HEADLINE, line, PROVENANCE_RECORD);
    } else {
        g_string_append(head->summary, head->summary->len > 0 ? " " : "");
        g_string_append(head->summary, line);
    }
}

/* Appends a line to the body: a paragraph, the rest of one, or a line of a table. */
static void add_to_body(GString *body, const char *line, const char *plain)
{
    gboolean is_row = *line == '\f';
    gboolean is_rest = g_ascii_isalnum(*line) && body->len > 0;
    g_autoptr(GString) text = set_type(plain);
    if (strspn(plain, "_ ") == strlen(plain))
        return;
    if (body->len > 0)
        g_string_append(body, is_row ? "\n" : is_rest ? " " : "\n\n");
    g_string_append_len(body, text->str, (gssize)text->len);
}

static void read_text(Article *article, const GString *text, const DateContext *dates)
{
    g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
    g_autoptr(GString) body = g_string_new(NULL);
    Head head = {.summary = g_string_new(NULL)};
    for (guint i = 0; lines[i] != NULL; i++) {
        const char *line = i == 0 ? g_strchug(lines[i]) : lines[i];
        g_autofree char *plain = strip_marks(line);
        if (*plain == '\0')
            continue;
        if (is_head_line(line) && body->len == 0 && !head.is_over &&
            (!head.has_byline || has_lower_case(plain)))
            read_head_line(&head, article, plain, dates);
        else
            add_to_body(body, line, plain);
    }
    g_autoptr(GString) summary = set_type(head.summary->str);
    article_set(article, ARTICLE_SUMMARY, summary->str, summary->len, PROVENANCE_RECORD);
    article_add_paragraph(article, body->str, body->len);
    g_string_free(head.summary, TRUE);
}

static void fill_article(const Anpa1312Reader *reader, const WireHead *head, Article *article)
{
    const WireMessage *message = &reader->message;
    DateContext dates;
    Date date;
    wire_init_dates(&dates, reader->context);
    if (read_trailer(message->trailer->str, &dates, article, &date) ||
        read_day(head, &dates, &date))
        wire_set_date(article, &dates, &date);
    article_set_string(article, ARTICLE_SECTION, category_name(head->category), PROVENANCE_RECORD);
    read_text(article, message->text, &dates);
    if (article->keywords->len == 0)
        read_slug(article, head->keyword);
    if (article_get(article, ARTICLE_HEADLINE) == NULL && article->body->len > 0 &&
        article->keywords->len > 0)
        article_set_string(article, ARTICLE_HEADLINE, g_ptr_array_index(article->keywords, 0),
                           PROVENANCE_CONTAINER);
    if (message->is_cut)
        article->flags |= ARTICLE_TRUNCATED;
    if (message->is_repaired)
        article->flags |= ARTICLE_REPAIRED;
    wire_finish(article, "anpa1312", head->number, &dates, reader->context);
}

static ReadStatus anpa1312_next(gpointer state, Article *article, GError **error)
{
    Anpa1312Reader *reader = state;
    ReadStatus status = wire_next(reader->source, &reader->message, article, error);
    if (status != READ_ARTICLE)
        return status;
    WireHead head;
    if (wire_head_read(&head, reader->message.header->str)) {
        fill_article(reader, &head, article);
        if (!article_has_text(article)) {
            g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_PASSED, WIRE_NO_TEXT);
            status = READ_SKIPPED;
        }
    } else {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT,
                            "message without service, priority and category");
        status = READ_SKIPPED;
    }
    wire_head_clear(&head);
    return status;
}

const Reader anpa1312_reader = {
    .name = "anpa1312",
    .summary = "messages of an agency's wire, ANPA 1312",
    .extensions = "anpa tst txt",
    .version = 2,
    .sniff = anpa1312_sniff,
    .open = anpa1312_open,
    .next = anpa1312_next,
    .close = anpa1312_close,
};
