/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of an answer, each only after the one before it. */
#include "searcher/answer.h"

#include <errno.h>
#include <unistd.h>

#include "morgue/error.h"
#include "morgue/temporary-file.h"
#include "searcher/deliver.h"
#include "searcher/standing.h"

static gboolean fail(GError **error)
{
    g_set_error(error, MORGUE_ERROR, MORGUE_ERROR_FAILED, "temporary file in %s: %s",
                g_get_tmp_dir(), g_strerror(errno));
    return FALSE;
}

FILE *answer_open(const SearchOptions *options, GError **error)
{
    if (options->deliver == NULL)
        return stdout;
    int descriptor = temporary_file_open(error);
    if (descriptor < 0)
        return NULL;
    FILE *stream = fdopen(descriptor, "w+");
    if (stream == NULL) {
        fail(error);
        close(descriptor);
    }
    return stream;
}

void answer_close(FILE *stream)
{
    if (stream != NULL && stream != stdout)
        fclose(stream);
}

/* Drops what another query has left. */
static gboolean begin(const SearchOptions *options, Output *output, GError **error)
{
    if (options->deliver == NULL)
        return TRUE;
    rewind(output->stream);
    return ftruncate(fileno(output->stream), 0) == 0 || fail(error);
}

static gboolean hand_over(const Standing *standing, const SearchOptions *options, Output *output,
                          const RunOutcome *outcome, GError **error)
{
    const Delivery delivery = {
        .command = options->deliver,
        .results = output->stream,
        .id = output->query_id != NULL ? output->query_id : options->new_name,
        .query = options->query,
    };
    if (options->deliver != NULL && !deliver(&delivery, error))
        return FALSE;
    if (fflush(stdout) != 0 || ferror(stdout))
        return TRUE;
    return standing_end(standing, options, outcome, error);
}

gboolean answer(SearchOptions *options, Output *output, gboolean count, RunOutcome *outcome,
                GError **error)
{
    Standing standing;
    *outcome = (RunOutcome){.found = 0};
    gboolean answered = standing_begin(&standing, options, error) &&
                        begin(options, output, error) &&
                        run(options, output, count, outcome, error) &&
                        hand_over(&standing, options, output, outcome, error);
    options->after = NULL;
    standing_clear(&standing);
    return answered;
}
