#!/bin/sh
# The layout of every source is what .clang-format says.
files=$(git ls-files '*.[ch]' '*.cc')
count=$(echo "$files" | wc -l)
echo "1..$count"
number=0
for file in $files; do
    number=$((number + 1))
    if clang-format "$file" | cmp -s - "$file"; then
        echo "ok $number - $file"
    else
        echo "not ok $number - $file (run: make format)"
    fi
done
