#!/bin/sh
# clang finds nothing to warn of, either.
. tests/lint/compile-flags
sources=$(git ls-files 'lib/*.c' 'indexer/*.c' 'searcher/*.c' 'tests/*.c')
echo "1..$(echo "$sources" | wc -l)"
number=0
for source in $sources; do
    number=$((number + 1))
    # shellcheck disable=SC2086 # a list of flags
    if clang $COMPILE_FLAGS -Werror -fsyntax-only "$source" 2>&1; then
        echo "ok $number - $source"
    else
        echo "not ok $number - $source"
    fi
done
