#!/bin/sh
# clang's static analyzer finds nothing in our C code.
#
# One of its checkers is left out: unix.Malloc takes all that g_autofree and g_autoptr free for
# leaks, since clang 14 does not follow the cleanup attribute. Leaks, double frees and use after
# free are found by AddressSanitizer when all tests run under it. `max-nodes` bounds how many states
# of a function are looked at: the default is four times as many, and takes minutes more.
. tests/lint/compile-flags
export COMPILE_FLAGS
sources=$(git ls-files 'lib/*.c' 'indexer/*.c' 'searcher/*.c' 'tests/support/*.c' 'tests/fuzz/*.c')

# analyse FILE...: what is wrong, and a line `FILE: done` for each.
# shellcheck disable=SC2016 # for the inner shell
analyse='for source; do
    clang --analyze --analyzer-output text -Xclang -analyzer-disable-checker -Xclang unix.Malloc \
        -Xclang -analyzer-config -Xclang max-nodes=50000 $COMPILE_FLAGS "$source" 2>&1
    echo "$source: done"
done'
found=$(echo "$sources" | xargs -P "$(nproc)" -n 4 sh -c "$analyse" sh)

echo "1..$(echo "$sources" | wc -l)"
number=0
for source in $sources; do
    number=$((number + 1))
    if echo "$found" | grep -qx "$source: done" && ! echo "$found" | grep "^$source:.*\(warning\|error\):"; then
        echo "ok $number - $source"
    else
        echo "not ok $number - $source"
    fi
done
