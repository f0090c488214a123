/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error codes: their exit statuses, and the binding's statuses as codes. */
#include "morgue/error.h"

#include <sysexits.h>

G_DEFINE_QUARK(morgue - error - quark, morgue_error)

int morgue_error_exit_status(const GError *error)
{
    if (error == NULL)
        return 0;
    if (error->domain == G_OPTION_ERROR)
        return 2;
    if (error->domain != MORGUE_ERROR)
        return 1;
    switch ((MorgueError)error->code) {
    case MORGUE_ERROR_FAILED:
    case MORGUE_ERROR_INPUT:
    case MORGUE_ERROR_LIMIT:
        return 1;
    case MORGUE_ERROR_USAGE:
    case MORGUE_ERROR_QUERY:
        return 2;
    case MORGUE_ERROR_PRUNE:
        return 4;
    case MORGUE_ERROR_DAMAGED:
    case MORGUE_ERROR_SCHEMA:
        return EX_DATAERR;
    case MORGUE_ERROR_NO_INDEX:
        return EX_NOINPUT;
    case MORGUE_ERROR_UNREACHABLE:
        return EX_UNAVAILABLE;
    case MORGUE_ERROR_MOVED:
    case MORGUE_ERROR_LOCKED:
        return EX_TEMPFAIL;
    }
    g_assert_not_reached();
}
