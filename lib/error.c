/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error codes: their exit statuses, and the binding's statuses as codes. */
#include "morgue/error.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

GQuark morgue_error_quark(void)
{
    return g_quark_from_static_string("morgue-error-quark");
}

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
    case MORGUE_ERROR_PASSED:
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
    case MORGUE_ERROR_DELIVERY:
        return EX_IOERR;
    case MORGUE_ERROR_MOVED:
    case MORGUE_ERROR_LOCKED:
        return EX_TEMPFAIL;
    }
    g_assert_not_reached();
}

static int code_of(XapianStatus status)
{
    switch (status) {
    case XAPIAN_DATABASE_CORRUPT_ERROR:
    case XAPIAN_DATABASE_VERSION_ERROR:
    case XAPIAN_DATABASE_ERROR: /* so a table that was cut short says, too */
        return MORGUE_ERROR_DAMAGED;
    case XAPIAN_DATABASE_NOT_FOUND_ERROR:
    case XAPIAN_DATABASE_OPENING_ERROR:
    case XAPIAN_DATABASE_MODIFIED_ERROR:
        return MORGUE_ERROR_MOVED;
    case XAPIAN_DATABASE_LOCK_ERROR:
        return MORGUE_ERROR_LOCKED;
    case XAPIAN_NETWORK_ERROR:
    case XAPIAN_NETWORK_TIMEOUT_ERROR:
        return MORGUE_ERROR_UNREACHABLE;
    case XAPIAN_WILDCARD_ERROR:
    case XAPIAN_QUERY_PARSER_ERROR:
        return MORGUE_ERROR_QUERY;
    case XAPIAN_OK:
    case XAPIAN_END:
    case XAPIAN_LOGIC_ERROR:
    case XAPIAN_ASSERTION_ERROR:
    case XAPIAN_INVALID_ARGUMENT_ERROR:
    case XAPIAN_INVALID_OPERATION_ERROR:
    case XAPIAN_UNIMPLEMENTED_ERROR:
    case XAPIAN_RUNTIME_ERROR:
    case XAPIAN_DATABASE_CLOSED_ERROR:
    case XAPIAN_DATABASE_CREATE_ERROR:
    case XAPIAN_DOC_NOT_FOUND_ERROR:
    case XAPIAN_FEATURE_UNAVAILABLE_ERROR:
    case XAPIAN_INTERNAL_ERROR:
    case XAPIAN_RANGE_ERROR:
    case XAPIAN_SERIALISATION_ERROR:
    case XAPIAN_CALLBACK_ERROR:
    case XAPIAN_OUT_OF_MEMORY:
    case XAPIAN_STD_EXCEPTION:
    case XAPIAN_UNKNOWN_EXCEPTION:
        return MORGUE_ERROR_FAILED;
    }
    g_assert_not_reached();
}

static gboolean set_error(GError **error, int code, const XapianError *cause, const char *what)
{
    gboolean has_reason = cause->system_error[0] != '\0';
    g_set_error(error, MORGUE_ERROR, code, "%s: %s%s%s%s", what, cause->message,
                has_reason ? " (" : "", cause->system_error, has_reason ? ")" : "");
    return FALSE;
}

/* Whether the system refused something that says nothing of the index itself. */
static gboolean is_refusal(const XapianError *cause)
{
    static const int refusals[] = {EACCES, EPERM, EMFILE, ENFILE, ENOMEM};
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        if (strcmp(cause->system_error, strerror(refusals[i])) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean morgue_error_from_xapian(GError **error, const XapianError *cause, const char *what)
{
    int code = is_refusal(cause) ? MORGUE_ERROR_FAILED : (int)code_of(cause->status);
    return set_error(error, code, cause, what);
}

gboolean morgue_error_from_xapian_writing(GError **error, const XapianError *cause,
                                          const char *what)
{
    gboolean is_damage = cause->status == XAPIAN_DATABASE_CORRUPT_ERROR ||
                         cause->status == XAPIAN_DATABASE_VERSION_ERROR;
    int code = MORGUE_ERROR_FAILED;
    if (is_damage)
        code = MORGUE_ERROR_DAMAGED;
    return set_error(error, code, cause, what);
}
