/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types by their last part, in the spelling of schema.org or not. */
#include "indexer/extract/article-type.h"

#include <string.h>

static const char *local_name(const char *type)
{
    const char *slash = strrchr(type, '/');
    return slash != NULL ? slash + 1 : type;
}

static gboolean is_one_of(const char *type, const char *const *names)
{
    for (; *names != NULL; names++)
        if (g_ascii_strcasecmp(type, *names) == 0)
            return TRUE;
    return FALSE;
}

gboolean article_type_is_article(const char *type)
{
    static const char *const names[] = {"Report",  "BlogPosting",        "LiveBlogPosting",
                                        "Posting", "SocialMediaPosting", "Review",
                                        NULL};
    const char *name = local_name(type);
    gsize length = strlen(name);
    if (length >= 7 && g_ascii_strncasecmp(name + length - 7, "Article", 7) == 0)
        return TRUE;
    return is_one_of(name, names);
}

gboolean article_type_is_page(const char *type)
{
    static const char *const names[] = {
        "WebPage", "ItemPage", "CreativeWork", "MedicalWebPage", "AboutPage", "Blog", NULL};
    return is_one_of(local_name(type), names);
}

gboolean article_type_is_gallery(const char *type)
{
    static const char *const names[] = {"ImageGallery", "MediaGallery", NULL};
    return is_one_of(local_name(type), names);
}

gboolean article_type_is_live_blog(const char *type)
{
    return g_ascii_strcasecmp(local_name(type), "LiveBlogPosting") == 0;
}

gboolean article_type_is_list(const char *type)
{
    static const char *const names[] = {"CollectionPage", "SearchResultsPage", "ItemList",
                                        "ProfilePage", NULL};
    return is_one_of(local_name(type), names);
}
