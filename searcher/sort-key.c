/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sort keys of 15 bytes. */
#include "searcher/sort-key.h"

#include "morgue/date.h"
#include "morgue/field.h"
#include "morgue/public-id.h"

enum { KEY_SIZE = 15 };

/* The largest number of 60 bits. */
#define LAST_PLACE ((G_GUINT64_CONSTANT(1) << 60) - 1)

guint64 sort_key_date(const XapianString *value)
{
    Date date;
    if (!date_from_key(value->bytes, value->length, &date))
        return 0;
    guint64 number = (guint64)date.year;
    number = number << 4 | date.month;
    number = number << 5 | date.day;
    number = number << 5 | (date.precision >= DATE_PRECISION_HOUR ? date.hour + 1u : 0);
    number = number << 6 | (date.precision >= DATE_PRECISION_MINUTE ? date.minute + 1u : 0);
    return number << 6 | (date.precision >= DATE_PRECISION_SECOND ? date.second + 1u : 0);
}

XapianStatus sort_key_read_id(const XapianDocument *document, XapianString *value, guint64 *id,
                              XapianError *error)
{
    XapianStatus status = xapian_document_get_value(document, SLOT_ID, value, error);
    if (status == XAPIAN_OK && !public_id_parse(value->bytes, id))
        *id = 0;
    return status;
}

/* 60 bits and 60 bits, the highest first. */
static XapianStatus write_key(guint64 place, guint64 id, XapianString *key, XapianError *error)
{
    char bytes[KEY_SIZE];
    guint64 first = place << 4 | id >> 56;
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(first >> (56 - 8 * i) & 0xff);
    for (int i = 8; i < KEY_SIZE; i++)
        bytes[i] = (char)(id >> (8 * (KEY_SIZE - 1 - i)) & 0xff);
    return xapian_string_set(key, bytes, sizeof bytes, error);
}

/* The key is also where the values are read into. */
static XapianStatus finish(const XapianDocument *document, guint64 place, XapianString *key,
                           XapianError *error)
{
    guint64 id = 0;
    XapianStatus status = sort_key_read_id(document, key, &id, error);
    return status == XAPIAN_OK ? write_key(place, id, key, error) : status;
}

XapianStatus sort_key_by_date(const XapianDocument *document, XapianString *key, void *data,
                              XapianError *error)
{
    gboolean newest_first = GPOINTER_TO_INT(data);
    XapianStatus status = xapian_document_get_value(document, SLOT_DATE, key, error);
    if (status != XAPIAN_OK)
        return status;
    guint64 date = sort_key_date(key);
    return finish(document, newest_first || date == 0 ? LAST_PLACE - date : date, key, error);
}

/* A place in the order of addition is written in hexadecimal digits, small letters. Its first half
 * counts runs, in 32 bits, of which there is room for 28: ten thousand a day for 70 years. */
static guint64 read_place(const XapianString *value)
{
    guint64 place = 0;
    for (size_t i = 0; i < value->length; i++) {
        char digit = value->bytes[i];
        place = place << 4 | (guint64)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return MIN(place, LAST_PLACE);
}

XapianStatus sort_key_by_addition(const XapianDocument *document, XapianString *key, void *data,
                                  XapianError *error)
{
    gboolean last_first = GPOINTER_TO_INT(data);
    XapianStatus status = xapian_document_get_value(document, SLOT_ADDED, key, error);
    if (status != XAPIAN_OK)
        return status;
    guint64 added = read_place(key);
    return finish(document, last_first ? LAST_PLACE - added : added, key, error);
}
