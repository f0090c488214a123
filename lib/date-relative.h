/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * date-relative.h: "3 hours ago", "gestern um 10:30", "Monday": dates by their distance from now.
 */
#ifndef MORGUE_DATE_RELATIVE_H
#define MORGUE_DATE_RELATIVE_H

#include "lib/date-lexer.h"
#include "morgue/date.h"

/*
 * Reads such an expression at token `at`. `reference` is "now", known to the day at least; the
 * date is as precise as the expression and the reference allow, and marked as approximate unless
 * it names a day. FALSE if there is none.
 */
gboolean date_relative_match(Lexer *lexer, guint at, const Date *reference, Date *date);

/* The last such weekday (1–7) up to the reference's day. */
Date date_relative_weekday(int weekday, const Date *reference);

#endif
