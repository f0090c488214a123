#!/usr/bin/env bats
# Queries that find nothing: what was probably meant.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    mkdir "$archive"
    article a 2022-03-05 "Gazette" "The treaty was signed in the harbour by nine states."
    article b 2022-03-06 "Gazette" "A treaty of friendship; a teapot was given."
    article c 2021-03-06 "Courier" "The harbor was closed. Élections follow."
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$index" "$archive"
}

# article NAME DATE SOURCE TEXT
article() {
    printf 'Headline: Part %s\nDate: %s\nSource: %s\n\n%s\n' "$1" "$2" "$3" "$4" >"$archive/$1.txt"
}

setup() {
    bats_require_minimum_version 1.5.0
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

# suggests QUERY WANTED
suggests() {
    search -c "$1"
    [ "$status" = 1 ]
    [ "$output" = 0 ]
    [ "$stderr" = "Did you mean: $2" ]
}

@test "a letter too many, too few, wrong or swapped; two of them in longer words" {
    suggests treatty "treaty (2 articles)"
    suggests treay "treaty (2 articles)"
    suggests traety "treaty (2 articles)"
    suggests frendshap "friendship (1 article)"
    suggests electoins "elections (1 article)"
}

@test "of several words the whole query has hits; what is right stays as it was typed" {
    suggests "traety signde" "treaty signed (1 article)"
    suggests "treaty AND Frendship NOT harbour" "treaty AND friendship NOT harbour (1 article)"
    suggests '"traety was signed"' '"treaty was signed" (1 article)'
    suggests 'source:gazete harbour' 'source:gazette harbour (1 article)'
    # harbor is as near as harbour, but not in an article with a treaty
    suggests 'harbur treaty' 'harbour treaty (1 article)'
    suggests 'harbur closed' 'harbor closed (1 article)'
}

@test "a suggestion has hits within the scope" {
    search -c --until 2021 treatty
    [ -z "$stderr" ]
    search -c "traety zzzzzz"
    [ -z "$stderr" ]
    search -c "treaty teapot signed"
    [ -z "$stderr" ]
}

@test "on standard error only; nothing with -q and with --zero-ok, or where something is found" {
    search --json treatty
    [ "$status" = 1 ]
    [ -z "$output" ]
    [ "$stderr" = "Did you mean: treaty (2 articles)" ]
    search -q treatty
    [ -z "$stderr" ]
    search --zero-ok treatty
    [ "$status" = 0 ]
    [ -z "$stderr" ]
    search -c treaty
    [ -z "$stderr" ]
    search --facet source treatty
    [ "$stderr" = "Did you mean: treaty (2 articles)" ]
}

@test "partial matches come too" {
    search "friendship treatty"
    [ "$status" = 1 ]
    [[ ${lines[0]} = *"all"* ]]
    [[ $output = *"teapot"* ]]
    [ "$stderr" = "Did you mean: friendship treaty (1 article)" ]
}

@test "a field that does not exist" {
    search headlin:treaty
    [ "$status" = 2 ]
    [[ $stderr = *"hint: did you mean headline:? fields are headline: byline:"* ]]
    search flavour:treaty
    [[ $stderr = *"hint: fields are"* ]]
}
