#!/bin/sh
# cppcheck finds no defect, in our C, in the tests and in the binding's C++.

# What is left out, and why:
#   memleak               cppcheck does not know what GLib's containers own; AddressSanitizer does
#   missingInclude        headers of libraries are not looked into
#   unknownMacro          GLib's macros that stand for declarations
#   assertWithSideEffect  g_assert_true() stays in every build
#   internalAstError      cppcheck 2.10 cannot read `(Type){0} : x` in a choice; one file has it
#   throwInNoexcept…      the lambda throws within the try block of guard()
common='--quiet --inline-suppr --enable=warning,portability --suppress=missingInclude -Iinclude -I. -j2'
for_c='--std=c11 --suppress=memleak --suppress=unknownMacro --suppress=assertWithSideEffect
       --suppress=internalAstError:tests/unit/test-date-range.c --library=gtk'
for_cxx='--std=c++17 --language=c++ --suppress=throwInNoexceptFunction:xapian-c/xapian-c.cc'

# report NUMBER NAME: the test passes where standard input is empty
report() {
    found=$(cat)
    if [ -z "$found" ]; then
        echo "ok $1 - $2"
    else
        echo "$found" | sed 's/^/# /'
        echo "not ok $1 - $2"
    fi
}

echo 1..3
# shellcheck disable=SC2086 # lists of options
{
    cppcheck $common $for_c lib indexer searcher 2>&1 | report 1 'the programs'
    cppcheck $common $for_c tests/support tests/fuzz tests/bench tests/unit/*.c 2>&1 | report 2 'the tests'
    cppcheck $common $for_cxx xapian-c indexer/*.cc 2>&1 | report 3 'the binding'
}
