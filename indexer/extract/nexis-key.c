/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys and marks of LexisNexis. */
#include "indexer/extract/nexis-key.h"

#include <string.h>

#include "indexer/extract/header-block.h"

#define MARK_LENGTH 40 /* bytes of a mark at most, without the blanks around it */
#define MARK_END    80 /* with those before it */

/* In lower case, `_` for a blank, blanks between; those of German, French, Spanish, Dutch, Italian
 * and Portuguese interfaces beside the English. */
static const struct {
    NexisKey key;
    const char *names;
} keys[] = {
    {NEXIS_HEADLINE, "headline schlagzeile überschrift titre titular kop titolo"},
    {NEXIS_BYLINE, "byline author autor autoren verfasser von auteur auteurs par signature autora "
                   "autores door autore"},
    {NEXIS_SECTION, "section rubrik ressort rubrique sección seccion rubriek sectie sezione seção"},
    {NEXIS_LENGTH, "length länge laenge longueur longitud extensión lengte lunghezza comprimento"},
    {NEXIS_DATELINE, "dateline datelinie"},
    {NEXIS_HIGHLIGHT, "highlight highlights zusammenfassung encadré resumen samenvatting"},
    {NEXIS_BODY, "body"},
    {NEXIS_GRAPHIC, "graphic grafik graphique gráfico grafiek"},
    {NEXIS_LANGUAGE, "language sprache langue idioma lengua taal lingua"},
    {NEXIS_SUBJECT, "subject thema sujet asunto tema onderwerp"},
    {NEXIS_OTHER,
     "load-date update date-chargement mise_à_jour date_de_chargement fecha-carga fecha_de_carga "
     "laad-datum laaddatum ladedatum aktualisierungsdatum publication-type publikationstyp "
     "publikation-typ type-publication type_de_publication tipo-publicación tipo_de_publicación "
     "publicatietype zeitungstyp journal-code journalcode zeitschriften-code pub-type acc-no "
     "document-type ticker organization company person geographic country state city industry "
     "correction-date series notes copyright"},
};

static const char *const end_marks[] = {
    "end of document",   "ende des dokuments", "fin du document",        "fin de documento",
    "fin del documento", "einde van document", "einde van het document", NULL};
static const char *const body_marks[] = {"body", "text", "texte", "corps", "cuerpo", "tekst", NULL};
static const char *const tail_marks[] = {
    "classification", "klassifizierung", "clasificación", "classificatie",
    "graphic",        "grafik",          "graphique",     NULL};

/* The line in lower case without blanks around it; NULL where it is too long for a mark. */
static char *fold(const char *line, gsize length)
{
    while (length > 0 && g_ascii_isspace(*line)) {
        line++;
        length--;
    }
    while (length > 0 && g_ascii_isspace(line[length - 1]))
        length--;
    if (length > MARK_LENGTH || !g_utf8_validate_len(line, length, NULL))
        return NULL;
    return g_utf8_strdown(line, (gssize)length);
}

static gboolean is_among(const char *line, gsize length, const char *const *marks)
{
    g_autofree char *folded = fold(line, length);
    return folded != NULL && g_strv_contains(marks, folded);
}

gboolean nexis_is_end(const char *line, gsize length)
{
    return is_among(line, length, end_marks);
}

gboolean nexis_is_body_mark(const char *line, gsize length)
{
    return is_among(line, length, body_marks);
}

gboolean nexis_is_tail_mark(const char *line, gsize length)
{
    return is_among(line, length, tail_marks);
}

/* The keys by their names. Never freed. */
static GHashTable *key_table(void)
{
    static GHashTable *table = NULL;
    if (g_once_init_enter(&table)) {
        GHashTable *made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
            g_auto(GStrv) names = g_strsplit(keys[i].names, " ", -1);
            for (guint name = 0; names[name] != NULL; name++)
                g_hash_table_insert(made, g_strdup(names[name]), GINT_TO_POINTER(keys[i].key));
        }
        g_once_init_leave(&table, made);
    }
    return table;
}

NexisKey nexis_key(const char *line, gsize length, gsize *value_start)
{
    gsize end = header_key(line, length, value_start);
    g_autofree char *name = end == 0 ? NULL : fold(line, end);
    if (name == NULL)
        return NEXIS_NONE;
    return (NexisKey)GPOINTER_TO_INT(
        g_hash_table_lookup(key_table(), g_strdelimit(name, " ", '_')));
}

gboolean nexis_key_is_of_tail(NexisKey key)
{
    return key >= NEXIS_GRAPHIC;
}

static gboolean is_number(const char *word)
{
    gsize length = strspn(word, "0123456789.,");
    return length > 0 && g_ascii_isdigit(*word) && word[length] == '\0';
}

gboolean nexis_is_beginning(const char *line, gsize length)
{
    static const char *const between[] = {"of", "von", "de", "van", "di", NULL};
    gboolean has_digit = FALSE;
    for (gsize i = 0; i < MIN(length, (gsize)MARK_END) && !has_digit; i++)
        has_digit = g_ascii_isdigit(line[i]);
    g_autofree char *folded = has_digit ? fold(line, length) : NULL;
    if (folded == NULL)
        return FALSE;
    const char *text = g_str_has_prefix(folded, "focus - ") ? folded + 8 : folded;
    g_auto(GStrv) words = g_strsplit(text, " ", 6);
    guint count = g_strv_length(words);
    guint first = count == 4 && is_number(words[0]) ? 0 : 1;
    gboolean is_counted = count == 4 && is_number(words[first]) && is_number(words[first + 2]) &&
                          g_strv_contains(between, words[first + 1]);
    const char *noun = is_counted ? words[first == 0 ? 3 : 0] : "";
    return g_str_has_prefix(noun, "doc") || g_str_has_prefix(noun, "dok");
}
