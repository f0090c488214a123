/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /dev/null, open the wrong way round. */
#include "morgue/standard-files.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void standard_files_reserve(void)
{
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF)
            continue;
        /* It gets this descriptor, as all below it are open. */
        if (open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) != descriptor)
            return;
    }
}
