#!/usr/bin/env bats
# docs/adding-a-format.md is true: its reader, built as it stands there, reads its example.

# block NAME: the code block of the page whose opening line ends in NAME.
block() {
    sed -n "/^\`\`\`[a-z]* $1\$/,/^\`\`\`\$/p" docs/adding-a-format.md | sed '1d;$d'
}

setup() {
    scratch=$(mktemp -d)
    cd "$BATS_TEST_DIRNAME/../.."
}

teardown() {
    rm -rf "$scratch"
}

@test "the reader of the page can be built and reads the bulletin of the page" {
    tree=$scratch/tree
    mkdir -p "$tree/indexer/readers"
    block row >"$scratch/row"
    sed "/define READER_TABLE/r $scratch/row" indexer/readers/table.h \
        >"$tree/indexer/readers/table.h"
    block bulletin.c >"$tree/indexer/readers/bulletin.c"
    block bulletin.txt >"$scratch/bulletin.txt"
    [ -s "$tree/indexer/readers/bulletin.c" ]
    [ -s "$scratch/bulletin.txt" ]

    # The folder with the longer table is looked at first.
    eval "$(make -s print-build-commands)"
    for source in indexer/readers/registry.c "$tree/indexer/readers/bulletin.c"; do
        $compile -I"$tree" $flags -Werror -c -o "$scratch/$(basename "$source" .c).o" "$source"
    done
    $link -o "$scratch/morgue-index" "$MORGUE_BUILD/indexer/main.o" "$scratch/registry.o" \
        "$scratch/bulletin.o" "$MORGUE_BUILD/libindexer.a" "$MORGUE_BUILD/libmorgue.a" \
        "$MORGUE_BUILD/libxapian-c.a" $libraries

    "$scratch/morgue-index" --formats | grep -q '^bulletin  *bulletins of a radio station$'
    "$scratch/morgue-index" --index "$scratch/index" "$scratch/bulletin.txt"
    "$MORGUE_BUILD/morgue-search" --index "$scratch/index" --json --sort oldest '*' >"$scratch/found"
    [ "$(wc -l <"$scratch/found")" = 2 ]
    sed -n 1p "$scratch/found" | grep -q '"date":"2019-11-18".*"headline":"Ferry resumes its crossings"'
    sed -n 2p "$scratch/found" | grep -q '"byline":"Jonas Pell"'
    "$MORGUE_BUILD/morgue-search" --index "$scratch/index" -q 'ferry repairs weeks'
}
