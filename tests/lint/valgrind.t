#!/bin/sh
# The tests of the C binding make no memory error and lose nothing.
build=${MORGUE_BUILD:-build/default}
tests=$(git ls-files 'tests/unit/test-xapian-c-*')
programs=$(for test in $tests; do echo "$build/${test%.*}"; done)
# shellcheck disable=SC2086 # a list of files
make --silent $programs >&2 || exit 1
echo "1..$(echo "$programs" | wc -l)"
number=0
for program in $programs; do
    number=$((number + 1))
    if output=$(valgrind --quiet --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite --error-exitcode=9 \
        --suppressions=tests/leaks-of-libxapian.valgrind "$program" --tap 2>&1)
    then
        echo "ok $number - ${program##*/}"
    else
        echo "$output" | sed 's/^/# /'
        echo "not ok $number - ${program##*/}"
    fi
done
