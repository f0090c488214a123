#!/bin/sh
# cppcheck finds no defect. Leaks are left to AddressSanitizer: cppcheck does not know what GLib's
# containers own.
echo 1..1
found=$(cppcheck --quiet --inline-suppr --std=c11 --enable=warning,portability \
    --suppress=memleak --suppress=missingInclude --suppress=unknownMacro --library=gtk -Iinclude -I. -j2 \
    lib indexer searcher 2>&1)
if [ -z "$found" ]; then
    echo "ok 1 - cppcheck"
else
    echo "$found" | sed 's/^/# /'
    echo "not ok 1 - cppcheck"
fi
