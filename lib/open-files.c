/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The soft limit becomes the hard one. */
#include "morgue/open-files.h"

#include <sys/resource.h>

void open_files_raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}
