#!/usr/bin/env bats
# What Xapian's own query parser misreads without a word: here each is understood, or refused with
# the query, a caret under the place, and what was expected.

bats_require_minimum_version 1.5.0

setup_file() {
    index=$BATS_FILE_TMPDIR/index
    archive=$BATS_FILE_TMPDIR/archive
    export index
    mkdir "$archive"
    while IFS='|' read -r name headline text; do
        printf 'Headline: %s\nDate: 2022-02-28\nLanguage: en\n\n%s\n' \
            "$headline" "$text" >"$archive/$name"
    done <<'CORPUS'
near|Bank|The sanctioned bank of the capital left Russia in a hurry.
far|Port|Sanctions came first. The harbour then had ten quiet years before a ship came from Russia.
beside|Trade|Sanctions Russia wrote in capitals on the wall.
fog|Weather|A fog bank stood before the harbour, and a foe in it.
wind|Weather|The wind had turned.
CORPUS
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive"
}

# found QUERY: the files that it finds, sorted, on one line.
found() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l -n 0 -- "$1" | sort | paste -sd' '
}

# refused QUERY COLUMN MESSAGE HINT: exit 2, the caret under that column (from 0).
refused() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" -- "$1"
    [ "$status" = 2 ]
    [ -z "$output" ]
    [[ ${stderr_lines[0]} = "morgue-search: "*"$3"* ]]
    [ "${stderr_lines[1]}" = "  $1" ]
    [ "${stderr_lines[2]}" = "$(printf '  %*s^' "$2" '')" ]
    [[ ${stderr_lines[3]-} = *"$4"* ]]
}

@test "a word with a capital is stemmed" {
    [ "$(found Sanctions)" = "beside far near" ]
    [ "$(found sanctioning)" = "beside far near" ]
    [ "$(found =sanctions)" = "beside far" ]
}

@test "a wildcard within NEAR is no phrase" {
    [ "$(found 'sanction* NEAR/7 russia')" = "beside near" ]
    [ "$(found 'sanction* NEAR/1 russia')" = beside ]
    [ "$(found 'russia NEAR/1 sanction*')" = beside ]
}

@test "-word alone is everything but that word" {
    [ "$(found -harbour)" = "beside near wind" ]
    [ "$(found 'NOT harbour')" = "beside near wind" ]
}

@test "a question mark is one letter, and too few letters are refused, not dropped" {
    [ "$(found 'win?')" = wind ]
    [ "$(found 'wi?d')" = wind ]
    [ "$(found 'win?d')" = "" ]
    refused 'fo?' 0 'fo? stands for 2 words' 'at least 3 letters'
}

@test "brackets and quotation marks that are not closed are refused" {
    refused '(foo' 0 'bracket is never closed' ''
    refused 'bank (fog OR foe' 5 'bracket is never closed' ''
    refused 'foo)' 3 'bracket was never opened' ''
    refused '"foo bar' 0 'quotation mark is never closed' ''
}

@test "days that do not exist, and dates that may be two, are refused" {
    refused date:2022-02-31 5 'no such day' '2022-02-28'
    refused date:01/02/2022 5 ambiguous 'write 2022-02-01 or 2022-01-02'
    refused date:1/2/2022 5 ambiguous 'write 2022-02-01 or 2022-01-02'
    [ "$(found date:2022-02-28)" = "beside far fog near wind" ]
}
