/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * settings.h: morgue.ini, what only the indexer needs to know of an index.
 *
 *   [index]   uuid, timezone, languages (of all articles so far)
 *   [root N]  path (absolute), prefix (before the path in ids; empty for the first root); where the
 *             path is not UTF-8, which the file has to be, `uri` stands in the place of `path`
 *
 * People may edit it: a root whose archive has moved gets its new path here.
 */
#ifndef INDEXER_SETTINGS_H
#define INDEXER_SETTINGS_H

#include <glib.h>

typedef struct Settings Settings;

/*
 * What a rebuild gives an index waits beside morgue.ini under this name and the number of the
 * commit that it is for. So the rename of the stub puts settings and shards in force in one step,
 * and settings_settle() only tidies up.
 */
#define SETTINGS_WAITING "morgue.ini-for-commit-"

/*
 * Reads the settings of an index whose last commit has that number (0: none yet): those that wait
 * for this commit, or else INDEX/morgue.ini, or begins new ones with a new uuid. Error:
 * MORGUE_ERROR_DAMAGED.
 */
Settings *settings_load(const char *directory, guint64 commit, GError **error);
void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* Writes the file if anything has changed. Error: MORGUE_ERROR_FAILED. */
gboolean settings_save(Settings *settings, GError **error);

/* Writes the file whether or not anything has changed, into another directory, where it stays. */
gboolean settings_save_in(Settings *settings, const char *directory, GError **error);

/* Where settings wait for a commit. The caller owns the path. */
char *settings_waiting_path(const char *directory, guint64 commit);

/* Makes what waits for the commit, if anything does, INDEX/morgue.ini. Error: MORGUE_ERROR_FAILED.
 */
gboolean settings_settle(const char *directory, guint64 commit, GError **error);

const char *settings_uuid(const Settings *settings);
void settings_renew_uuid(Settings *settings);
const char *settings_timezone(const Settings *settings); /* "" for the system's */
void settings_set_timezone(Settings *settings, const char *zone);

/* Primary subtags, sorted, blank-separated; the caller owns the string. */
char *settings_languages(const Settings *settings);
void settings_add_language(Settings *settings, const char *language);

/* Roots have numbers from 1 without gaps. */
guint settings_root_count(const Settings *settings);
const char *settings_root_path(const Settings *settings, guint root);
const char *settings_root_prefix(const Settings *settings, guint root);
guint settings_add_root(Settings *settings, const char *path);

#endif
