/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of fields, and setting an article's fields by them. */
#include "indexer/extract/field-name.h"

#include <string.h>

/* The longest folded name that is looked up, in bytes. */
#define NAME_MAX_LENGTH 64

/* How sure a date is that a field gives for the publication date. */
#define FIELD_CONFIDENCE 0.97

/* A shorter id, in bytes, is no UUID and no digest. */
#define GLOBAL_ID_LENGTH 16

typedef struct {
    FieldRole role;
    const char *names; /* folded (field_role()), blank-separated, best first */
} RoleNames;

static const RoleNames table[] = {
    {ROLE_ID, "id uuid guid uri docid docno articleid identifier"},
    {ROLE_URL, "url link articleurl weburl canonicalurl permalink sourceurl lien enlace adresse"},
    {ROLE_HEADLINE,
     "title headline headlinemain headlinesmain webtitle titlefull headlinetext heading subject hl "
     "titel "
     "überschrift schlagzeile titre titular título titulo titolo заголовок название tytuł başlık "
     "标题 標題 題名 タイトル 제목"},
    {ROLE_SUBTITLE,
     "subtitle subheadline subhead standfirst dek deck untertitel soustitre subtítulo sottotitolo "
     "подзаголовок 副标题 副題"},
    {ROLE_SUMMARY, "summary description abstract shortdescription trailtext lead excerpt snippet "
                   "zusammenfassung résumé "
                   "resumen riassunto 摘要"},
    {ROLE_BODY, "maintext body text content article fulltext bodytext articlebody story storytext "
                "contents bodyxhtml "
                "inhalt texte texto testo текст 正文 内容 본문"},
    {ROLE_AUTHOR,
     "author authors byline by bylineoriginal creator writer from autor autoren verfasser von "
     "auteur auteurs par autores por autore di door автор авторы 作者 记者 記者 筆者 기자"},
    {ROLE_PUBLISHED,
     "published datepublish datepublished publisheddate publishdate publishedat pubdate "
     "publicationdate webpublicationdate publishedon posted datum date datetime fecha data дата "
     "опубликовано dato tarih 日期 日付 날짜 วันที่ time timestamp createdat"},
    {ROLE_YEAR, "year"},
    {ROLE_MONTH, "month"},
    {ROLE_DAY, "day"},
    {ROLE_MODIFIED,
     "datemodify modified updated updatedat lastmod datemodified lastupdated lastmodified"},
    {ROLE_LANGUAGE, "language lang inlanguage sprache langue idioma lingua язык 语言"},
    {ROLE_SECTION,
     "section category sectionname newsdesk desk ressort rubrik rubrique sección seccion sezione "
     "рубрика 栏目 版名"},
    {ROLE_KEYWORDS,
     "keywords tags subjects topics categories schlagwörter schlagworte motsclés palabrasclave "
     "关键词"},
    {ROLE_SOURCE, "source publisher publication site domain sourcedomain outlet newspaper "
                  "medianame quelle zeitung "
                  "journal fuente fonte источник 来源 來源 출처"},
    {ROLE_PLACE, "place location dateline located ort lieu lugar luogo место 地点"},
    {ROLE_EDITION, "edition issue ausgabe édition edición edizione 期号"},
    {ROLE_PAGE,
     "page pagenumber printpage newspaperpagenumber seite página pagina страница 版号 版次"},
};

/* Writes the name without blanks and `_ - .`, in lower case; FALSE where it is too long. */
static gboolean fold_name(const char *name, gsize length, char folded[NAME_MAX_LENGTH + 1])
{
    if (length > 4 * NAME_MAX_LENGTH || !g_utf8_validate_len(name, length, NULL))
        return FALSE;
    gsize used = 0;
    const char *end = name + length;
    for (const char *place = name; place < end; place = g_utf8_next_char(place)) {
        gunichar character = g_unichar_tolower(g_utf8_get_char(place));
        if (g_unichar_isspace(character) || strchr("_-.'", (int)MIN(character, 0x7fu)) != NULL)
            continue;
        if (used + 6 > NAME_MAX_LENGTH)
            return FALSE;
        used += (gsize)g_unichar_to_utf8(character, folded + used);
    }
    folded[used] = '\0';
    return used > 0;
}

/* The place of a whole word in a list of words with blanks between, or NULL. */
static const char *find_word(const char *words, const char *word)
{
    gsize length = strlen(word);
    for (const char *place = words; (place = strstr(place, word)) != NULL; place += length) {
        if ((place == words || place[-1] == ' ') && (place[length] == ' ' || place[length] == '\0'))
            return place;
    }
    return NULL;
}

/* The role of a name, and in `rank` its place among the names of the role, in bytes. */
static FieldRole find_name(const char *name, gsize length, guint *rank)
{
    char folded[NAME_MAX_LENGTH + 1];
    if (!fold_name(name, length, folded))
        return ROLE_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        const char *place = find_word(table[i].names, folded);
        if (place == NULL)
            continue;
        *rank = (guint)(place - table[i].names);
        return table[i].role;
    }
    return ROLE_NONE;
}

FieldRole field_role(const char *name, gsize length)
{
    guint rank;
    return find_name(name, length, &rank);
}

typedef struct {
    FieldRole role;
    guint rank;
    gsize start, length; /* in FieldCollector.values, where a NUL follows */
} Entry;

struct FieldCollector {
    GArray *entries; /* of Entry */
    GString *values;
};

FieldCollector *field_collector_new(void)
{
    FieldCollector *collector = g_new(FieldCollector, 1);
    collector->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    collector->values = g_string_new(NULL);
    return collector;
}

void field_collector_free(FieldCollector *collector)
{
    if (collector == NULL)
        return;
    g_array_unref(collector->entries);
    g_string_free(collector->values, TRUE);
    g_free(collector);
}

void field_collector_clear(FieldCollector *collector)
{
    g_array_set_size(collector->entries, 0);
    g_string_truncate(collector->values, 0);
}

static gboolean is_nothing(const char *value, gsize length)
{
    static const char *const words[] = {"null", "none", "nan", "n/a", "-", "--", "~"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i]) == length && g_ascii_strncasecmp(value, words[i], length) == 0)
            return TRUE;
    }
    return length == 0;
}

FieldRole field_collector_add(FieldCollector *collector, const char *name, gsize name_length,
                              const char *value, gsize value_length)
{
    Entry entry = {0};
    entry.role = find_name(name, name_length, &entry.rank);
    while (value_length > 0 && g_ascii_isspace(*value)) {
        value++;
        value_length--;
    }
    while (value_length > 0 && g_ascii_isspace(value[value_length - 1]))
        value_length--;
    if (entry.role == ROLE_NONE || is_nothing(value, value_length))
        return entry.role;
    entry.start = collector->values->len;
    entry.length = value_length;
    g_string_append_len(collector->values, value, (gssize)value_length);
    g_string_append_c(collector->values, '\0');
    g_array_append_val(collector->entries, entry);
    return entry.role;
}

/* The first entry of a role with the best rank, or NULL. */
static const Entry *best_entry(const FieldCollector *collector, FieldRole role)
{
    const Entry *best = NULL;
    for (guint i = 0; i < collector->entries->len; i++) {
        const Entry *entry = &g_array_index(collector->entries, Entry, i);
        if (entry->role == role && (best == NULL || entry->rank < best->rank))
            best = entry;
    }
    return best;
}

const char *field_collector_get(const FieldCollector *collector, FieldRole role)
{
    const Entry *entry = best_entry(collector, role);
    return entry == NULL ? NULL : collector->values->str + entry->start;
}

/* All values under the best name of a role, with `separator` between them; NULL without any. */
static GString *join_values(const FieldCollector *collector, FieldRole role, const char *separator)
{
    const Entry *best = best_entry(collector, role);
    if (best == NULL)
        return NULL;
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < collector->entries->len; i++) {
        const Entry *entry = &g_array_index(collector->entries, Entry, i);
        if (entry->role != role || entry->rank != best->rank)
            continue;
        if (joined->len > 0)
            g_string_append(joined, separator);
        g_string_append_len(joined, collector->values->str + entry->start, (gssize)entry->length);
    }
    return joined;
}

/*
 * Whether an id means the same article in any file: a short one (`17`) counts within its own file
 * only, and two articles must never pass for one.
 */
static gboolean is_global_id(const char *id)
{
    return strlen(id) >= GLOBAL_ID_LENGTH || strchr(id, ':') != NULL;
}

static void apply_text(const FieldCollector *collector, Article *article, Provenance from)
{
    static const struct {
        FieldRole role;
        ArticleField field;
        const char *separator;
    } fields[] = {
        {ROLE_HEADLINE, ARTICLE_HEADLINE, " "}, {ROLE_SUBTITLE, ARTICLE_SUBTITLE, " "},
        {ROLE_SUMMARY, ARTICLE_SUMMARY, " "},   {ROLE_AUTHOR, ARTICLE_BYLINE, "; "},
        {ROLE_SECTION, ARTICLE_SECTION, ", "},  {ROLE_SOURCE, ARTICLE_SOURCE, ", "},
        {ROLE_PLACE, ARTICLE_PLACE, ", "},      {ROLE_EDITION, ARTICLE_EDITION, ", "},
        {ROLE_PAGE, ARTICLE_PAGE, ", "},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        GString *value = join_values(collector, fields[i].role, fields[i].separator);
        if (value == NULL)
            continue;
        article_set(article, fields[i].field, value->str, value->len, from);
        g_string_free(value, TRUE);
    }
    const char *id = field_collector_get(collector, ROLE_ID);
    if (id != NULL && is_global_id(id)) {
        g_autofree char *prefixed = g_strconcat("id:", id, NULL);
        article_set_string(article, ARTICLE_ID, prefixed, from);
    }
    article_set_url(article, field_collector_get(collector, ROLE_URL), from);
    article_set_language(article, field_collector_get(collector, ROLE_LANGUAGE), from);
}

/* A list that is one value is split at its commas or semicolons. */
static void apply_keywords(const FieldCollector *collector, Article *article)
{
    for (guint i = 0; i < collector->entries->len; i++) {
        const Entry *entry = &g_array_index(collector->entries, Entry, i);
        if (entry->role != ROLE_KEYWORDS)
            continue;
        const char *value = collector->values->str + entry->start;
        const char *separators = strchr(value, ';') != NULL ? ";" : ",";
        g_auto(GStrv) keywords = g_strsplit(value, separators, -1);
        for (guint k = 0; keywords[k] != NULL; k++)
            article_add_keyword(article, keywords[k], strlen(keywords[k]));
    }
}

/* A date in three columns. */
static Date date_of_parts(const FieldCollector *collector)
{
    Date none = {0};
    const char *parts[] = {field_collector_get(collector, ROLE_YEAR),
                           field_collector_get(collector, ROLE_MONTH),
                           field_collector_get(collector, ROLE_DAY)};
    static const double most[] = {9999, 12, 31};
    int numbers[3] = {0};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (parts[i] == NULL)
            continue;
        double number = g_ascii_strtod(parts[i], NULL); /* tables say 12.0 for 12 */
        if (!(number >= 0 && number <= most[i]))        /* infinity, and what is no number, too */
            return none;
        numbers[i] = (int)number;
    }
    if (numbers[0] < 1605)
        return none;
    return date_from_ymd(numbers[0], numbers[1], numbers[2]);
}

/* Reads the date of a role from the best name that has one. */
static Date date_of_role(const FieldCollector *collector, FieldRole role, const DateContext *dates)
{
    Date best = {0};
    guint best_rank = G_MAXUINT;
    for (guint i = 0; i < collector->entries->len; i++) {
        const Entry *entry = &g_array_index(collector->entries, Entry, i);
        if (entry->role == role && entry->rank < best_rank &&
            date_parse(collector->values->str + entry->start, entry->length, dates, &best, NULL))
            best_rank = entry->rank;
    }
    return best;
}

void field_collector_apply(const FieldCollector *collector, Article *article, Provenance from,
                           const DateContext *dates)
{
    apply_text(collector, article, from);
    apply_keywords(collector, article);
    Date published = date_of_role(collector, ROLE_PUBLISHED, dates);
    if (!date_is_set(&published))
        published = date_of_parts(collector);
    Date modified = date_of_role(collector, ROLE_MODIFIED, dates);
    article_set_published(article, &published, from, FIELD_CONFIDENCE);
    article_set_modified(article, &modified, from);
    GString *body = join_values(collector, ROLE_BODY, "\n\n");
    if (body != NULL) {
        article_add_paragraph(article, body->str, body->len);
        g_string_free(body, TRUE);
    }
}
