#!/bin/sh
# The layout of every source is what .clang-format says.
files=$(git ls-files '*.[ch]' '*.cc')
output=$(echo "$files" | xargs -P 2 -n 64 clang-format --dry-run 2>&1) || {
    echo "Bail out! $output"
    exit 1
}
wrong=$(echo "$output" |
    sed -n 's/^\(.*\):[0-9]*:[0-9]*: warning: code should be clang-formatted.*/\1/p')
echo "1..$(echo "$files" | wc -l)"
number=0
for file in $files; do
    number=$((number + 1))
    case "
$wrong
" in
    *"
$file
"*) echo "not ok $number - $file (run: make format)" ;;
    *) echo "ok $number - $file" ;;
    esac
done
