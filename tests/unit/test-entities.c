/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every reader of XML: what a document type may declare neither loads a file nor fills memory. */
#include <string.h>

#include "indexer/article-stream.h"
#include "morgue/error.h"
#include "tests/support/article-dump.h"
#include "tests/support/scratch.h"

#define SECRET "a secret of this machine"

/* A small document of each format: the type goes before it, the text is at `%s`. */
static const struct {
    const char *reader, *root, *document;
} rows[] = {
    {"nitf", "nitf", "<nitf><body><body.content><p>%s</p></body.content></body></nitf>"},
    {"newsml-g2", "newsItem",
     "<newsItem guid='g'><contentMeta><headline>h</headline></contentMeta><contentSet>"
     "<inlineData>%s</inlineData></contentSet></newsItem>"},
    {"newsml", "NewsML",
     "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent><p>%s</p></DataContent>"
     "</ContentItem></NewsComponent></NewsItem></NewsML>"},
    {"rcv1", "newsitem", "<newsitem itemid='1'><text><p>%s</p></text></newsitem>"},
    {"feed", "rss",
     "<rss><channel><item><title>t</title><description>%s</description></item></channel></rss>"},
    {"feed", "feed",
     "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>t</title><content>"
     "%s</content></entry></feed>"},
    {"sitemap", "urlset",
     "<urlset><url><loc>http://a.example/</loc><news:news xmlns:news='"
     "http://www.google.com/schemas/sitemap-news/0.9'><news:title>%s</news:title></news:news>"
     "</url></urlset>"},
    {"alto", "alto",
     "<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT='w'/></TextLine>"
     "<TextLine><String CONTENT='%s'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"},
    {"mets", "mets",
     "<mets xmlns:xlink='http://www.w3.org/1999/xlink'><fileSec><fileGrp><file ID='f'>"
     "<FLocat xlink:href='page.xml'/></file></fileGrp></fileSec><structMap TYPE='LOGICAL'>"
     "<div TYPE='ARTICLE' LABEL='%s'><fptr><area FILEID='f' BEGIN='b'/></fptr>"
     "</div></structMap></mets>"},
    {"didl", "DIDL",
     "<DIDL><Item><Item><Component><Resource filename='page_articletext.xml'/></Component>"
     "<Component><Resource><dcx><title>%s</title></dcx></Resource></Component></Item></Item>"
     "</DIDL>"},
    {"kb-text", "text", "<text><p>%s</p></text>"},
    {"olive", "XMD-entity",
     "<XMD-entity ID='Ar1' ENTITY_TYPE='Article'><Content><Primitive>"
     "<L P='S'/><W>a</W><W>first</W><W>paragraph.</W><L "
     "P='S'/><W>%s</W></Primitive></Content></XMD-entity>"},
    {"page", "PcGts",
     "<PcGts><Page><TextRegion><TextEquiv><Unicode>%s</Unicode></TextEquiv></TextRegion></Page>"
     "</PcGts>"},
    {"tei", "TEI", "<TEI><text><body><div type='article'><p>%s</p></div></body></text></TEI>"},
    {"hocr", "html",
     "<html><body><div class='ocr_page'><span class='ocr_line'>%s</span></div></body></html>"},
    {"html", "html", "<html><head><title>t</title></head><body><p>%s</p></body></html>"},
};

/* What the parts of METS and DIDL are made of: sources borrow their bytes. */
typedef struct {
    const char *type;
    GPtrArray *texts; /* of char *, owned */
} Parts;

/* A part with the same document type. */
static Source *open_part(gpointer data, const char *name, GError **error)
{
    const Parts *parts = data;
    if (!g_str_has_prefix(name, "page") || g_str_has_suffix(name, ".gz")) {
        g_set_error_literal(error, MORGUE_ERROR, MORGUE_ERROR_INPUT, "no such file");
        return NULL;
    }
    gboolean is_text = strstr(name, "articletext") != NULL;
    char *text = g_strdup_printf(
        "%s%s", parts->type,
        is_text ? "<text><p>before &e; after</p></text>"
                : "<alto><Layout><Page><PrintSpace><TextBlock ID='b'><TextLine>"
                  "<String CONTENT='before'/><String CONTENT='&e;'/><String CONTENT='after'/>"
                  "</TextLine></TextBlock></PrintSpace></Page></Layout></alto>");
    g_ptr_array_add(parts->texts, text);
    return source_open_memory(text, strlen(text), 0, name);
}

/* All that the reader says of the document: articles and reasons. */
static GString *read_document(gsize row, const char *type, const char *words)
{
    g_autoptr(GString) whole = g_string_new(type);
    g_autofree char *root = g_strdup_printf("<!DOCTYPE %s", rows[row].root);
    g_string_replace(whole, "<!DOCTYPE a", root, 1);
    g_string_append(whole, rows[row].document);
    g_string_replace(whole, "%s", words, 1);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    Parts parts = {type, texts};
    const ReaderContext context = {.path = "a.xml",
                                   .today = date_from_days(20000),
                                   .open_sibling = open_part,
                                   .sibling_data = &parts};
    GString *out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Article) article = article_new();
    const Reader *reader = reader_find(rows[row].reader);
    g_assert_nonnull(reader);
    Source *source = source_open_memory(whole->str, whole->len, 0, "a.xml");
    g_autoptr(ArticleStream) stream = article_stream_open(source, reader, &context, &error);
    g_assert_no_error(error);
    ReadStatus status;
    guint ordinal = 0;
    do {
        status = article_stream_next(stream, article, &error);
        if (status == READ_ARTICLE)
            article_dump(out, article, ++ordinal);
        if (error != NULL)
            g_string_append_printf(out, "%s\n", error->message);
        g_clear_error(&error);
    } while (status == READ_ARTICLE || status == READ_SKIPPED);
    return out;
}

/* What is declared in the document itself is read, so the other tests do test something. */
static void declared_entities_are_read(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].reader);
        gboolean is_html = strcmp(rows[i].root, "html") == 0;
        g_autoptr(GString) out = read_document(i, "<!DOCTYPE a [<!ENTITY e 'declared'>]>\n",
                                               is_html ? "declared" : "&e;");
        g_assert_nonnull(strstr(out->str, "article 1"));
        g_assert_nonnull(strstr(out->str, "declared"));
    }
}

static void nothing_is_loaded(void)
{
    char *folder = scratch_new();
    g_autofree char *path = scratch_write(folder, "secret.xml", SECRET);
    static const char *const types[] = {
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://%s'>]>\n",
        "<!DOCTYPE a [<!ENTITY e SYSTEM '%s'>]>\n",
        "<!DOCTYPE a [<!ENTITY %% p SYSTEM 'file://%s'> %%p;]>\n",
        "<!DOCTYPE a SYSTEM 'file://%s'>\n",
    };
    for (gsize type = 0; type < G_N_ELEMENTS(types); type++) {
        g_auto(GStrv) parts = g_strsplit(types[type], "%s", 2);
        g_autofree char *joined = g_strjoinv(path, parts);
        g_autoptr(GString) whole = g_string_new(joined);
        g_string_replace(whole, "%%", "%", 0);
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            g_test_message("%s", rows[i].reader);
            g_autoptr(GString) out = read_document(i, whole->str, "before &e; after");
            g_assert_null(strstr(out->str, SECRET));
            g_assert_cmpuint(out->len, >, 0);
        }
    }
    scratch_remove(folder);
}

/* Each entity is ten of the one before; and a long one, named often. */
static void bombs_do_not_go_off(void)
{
    g_autoptr(GString) laughs = g_string_new("<!DOCTYPE a [<!ENTITY e0 'haha'>");
    for (int i = 1; i < 11; i++) {
        g_string_append_printf(laughs, "<!ENTITY e%.*d '", i < 10, i < 10 ? i : 0);
        for (int j = 0; j < 10; j++)
            g_string_append_printf(laughs, "&e%d;", i - 1);
        g_string_append(laughs, "'>");
    }
    g_string_append(laughs, "]>\n");
    g_autoptr(GString) long_one = g_string_new("<!DOCTYPE a [<!ENTITY e '");
    for (int i = 0; i < 10000; i++)
        g_string_append(long_one, "0123456789");
    g_string_append(long_one, "'>]>\n");
    g_autoptr(GString) often = g_string_new("before ");
    for (int i = 0; i < 20000; i++)
        g_string_append(often, "&e;");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].reader);
        g_test_timer_start();
        g_autoptr(GString) out = read_document(i, laughs->str, "before &e; after");
        g_autoptr(GString) other = read_document(i, long_one->str, often->str);
        g_assert_cmpfloat(g_test_timer_elapsed(), <, 60);
        g_assert_cmpuint(out->len, <, 1000000);
        g_assert_cmpuint(other->len, <, ARTICLE_BODY_CEILING + 1000000);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/entities/declared entities are read", declared_entities_are_read);
    g_test_add_func("/entities/nothing is loaded", nothing_is_loaded);
    g_test_add_func("/entities/bombs do not go off", bombs_do_not_go_off);
    return g_test_run();
}
