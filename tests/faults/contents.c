/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contents INDEX: all that an index holds but the order of addition, to be compared. */
#include <stdio.h>

#include "tests/support/contents.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: contents INDEX\n");
        return 2;
    }
    g_autofree char *contents = contents_complete_of(argv[1]);
    fputs(contents, stdout);
    return 0;
}
