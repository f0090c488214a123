#!/bin/sh
# Every header compiles on its own; the binding's also as C++, with every warning.
. tests/lint/compile-flags
headers=$(git ls-files '*.h')
echo "1..$(($(echo "$headers" | wc -l) + 1))"
number=0
for header in $headers; do
    number=$((number + 1))
    # shellcheck disable=SC2086 # a list of flags
    if printf '#include "%s"\n' "${header#include/}" |
        ${CC:-gcc} $COMPILE_FLAGS -Werror -fsyntax-only -x c - 2>&1; then
        echo "ok $number - $header"
    else
        echo "not ok $number - $header"
    fi
done
number=$((number + 1))
if ${CXX:-g++} -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ include/xapian-c.h; then
    echo "ok $number - include/xapian-c.h as C++"
else
    echo "not ok $number - include/xapian-c.h as C++"
fi
