#!/usr/bin/env bats
# What the documents say is true: queries run, options exist, links lead somewhere.

setup_file() {
    export LC_ALL=C.UTF-8
    root=$BATS_TEST_DIRNAME/../..
    export root
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_FILE_TMPDIR/index" "$root/samples/archive"
}

# Queries of the tables of a document: what stands in backticks in the last column, without options.
queries() {
    perl -CSD -ne 'next unless /^\| .* \| ([^|]*(?:\\\|[^|]*)*) \|$/; my $cell = $1;
        print "$_\n" for grep { !/^-/ && !/^\.\.\./ } $cell =~ /`([^`]+)`/g' "$1"
}

@test "every query in the README's table is understood" {
    count=0
    while IFS= read -r query; do
        count=$((count + 1))
        status=0
        "$MORGUE_BUILD/morgue-search" --zero-ok --index="$BATS_FILE_TMPDIR/index" -q -- "$query" || status=$?
        [ "$status" = 0 ] || { echo "$query: exit $status"; return 1; }
    done < <(sed -n '/^## Asking/,/^Operators/p' "$root/README.md" >"$BATS_TEST_TMPDIR/asking" &&
        queries "$BATS_TEST_TMPDIR/asking")
    [ "$count" -ge 15 ]
}

# Long options that a document names in backticks.
options() {
    grep -o -- '`[^`]*`' "$1" | grep -oE -- '(^|[ `])--[a-z][a-z-]+' | tr -d ' `' | sort -u
}

@test "every option that the README names is in a --help" {
    "$MORGUE_BUILD/morgue-index" --help >"$BATS_TEST_TMPDIR/help"
    "$MORGUE_BUILD/morgue-search" --help >>"$BATS_TEST_TMPDIR/help"
    count=0
    while IFS= read -r option; do
        count=$((count + 1))
        grep -q -- "$option\b" "$BATS_TEST_TMPDIR/help" || { echo "$option"; return 1; }
    done < <(options "$root/README.md")
    [ "$count" -ge 20 ]
}

@test "every option of both programs is in a document" {
    for program in morgue-index morgue-search; do
        "$MORGUE_BUILD/$program" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u |
            grep -vE -- '^--(help|version|help-all)$' >"$BATS_TEST_TMPDIR/options"
        [ -s "$BATS_TEST_TMPDIR/options" ]
        while IFS= read -r option; do
            grep -q -- "$option\b" "$root"/README.md "$root"/CHANGELOG.md "$root"/docs/*.md ||
                { echo "$program $option"; return 1; }
        done <"$BATS_TEST_TMPDIR/options"
    done
}

@test "every link between the documents leads to a file" {
    count=0
    for document in "$root"/*.md "$root"/docs/*.md "$root"/samples/*.md; do
        while IFS= read -r target; do
            count=$((count + 1))
            [ -e "$(dirname "$document")/$target" ] || { echo "$document: $target"; return 1; }
        done < <(grep -oE '\]\([^)#:]+\)' "$document" | sed 's/^](//; s/)$//')
    done
    [ "$count" -ge 10 ]
}

@test "the demo answers with the article that asks what Article 5 is" {
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" -n 1 Article 5 Ukraine
    [ "$status" = 0 ]
    [[ ${lines[0]} == "1. 2025-08-24  Lantern Fen Weekly — What is Article 5, and why does Ukraine want one?" ]]
    grep -qF -- "${lines[0]}" "$root/README.md"
}
