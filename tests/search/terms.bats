#!/usr/bin/env bats
# --terms: the words that mark off what is found.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    mkdir "$archive"
    for number in $(seq 1 12); do
        article "s$number" "The strikers of the harbour met dockers number$number on Monday and the docker spoke."
    done
    for number in $(seq 1 60); do
        article "w$number" "The weather on Monday was fair in town number$number, said the café."
    done
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$index" "$archive"
}

# article NAME TEXT
article() {
    printf 'Headline: Report\n\n%s\n' "$2" >"$archive/$1.txt"
}

setup() {
    bats_require_minimum_version 1.5.0
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

@test "words, not stems; one form of each; neither the query's nor those of all articles" {
    search --json --terms harbour
    [ "$status" = 0 ]
    printf '%s\n' "${lines[@]}"
    # 2 (12 ln(72/12) + 60 ln(72/60)): all 12 of 72 articles, and no other
    [ "${lines[0]}" = '{"v":1,"term":"docker","n":12,"N":12,"score":64.88}' ]
    [ "${lines[1]}" = '{"v":1,"term":"met","n":12,"N":12,"score":64.88}' ]
    [ "${lines[2]}" = '{"v":1,"term":"spoke","n":12,"N":12,"score":64.88}' ]
    [ "${lines[3]}" = '{"v":1,"term":"strikers","n":12,"N":12,"score":64.88}' ]
    [ "${lines[4]}" = '{"v":1,"terms":4,"found":12,"looked_at":12}' ]
    search --json --terms strikers
    [[ $output != *strike* ]]
    [[ $output = *harbour* ]]
}

@test "accents stay, and no form without them stands beside" {
    search --json -n 0 --terms weather
    [[ $output = *'"café"'* ]]
    [[ $output != *'"cafe"'* ]]
}

@test "bars for people; -n" {
    LC_ALL=C.UTF-8 search -n 2 --terms harbour
    [ "${lines[0]}" = "words of 12 articles" ]
    [[ ${lines[1]} = "docker  ███"*" 12 of 12" ]]
    [ "${#lines[@]}" = 3 ]
}

@test "what is not found, and what is everything" {
    search --terms nowhere
    [ "$status" = 1 ]
    [ -z "$output" ]
    search --terms '*'
    [ "$status" = 0 ]
    [ "$output" = "no word stands out of 72 articles" ]
    search --terms --facet source harbour
    [ "$status" = 2 ]
}

@test "what was replaced counts no more" {
    cp -r "$index" "$BATS_TEST_TMPDIR/index"
    printf 'Headline: Report\n\nThe harbour is quiet.\n' >"$archive/s1.txt"
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$BATS_TEST_TMPDIR/index" "$archive"
    run "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/index" --json -n 1 --terms harbour
    [[ ${lines[0]} = '{"v":1,"term":"docker","n":11,"N":11,"score":'* ]]
}

@test "words as a table" {
    search --terms --csv -n 2 harbour
    [ "$status" = 0 ]
    [ "$output" = $'term,n,N,score\r\ndocker,12,12,64.88\r\nmet,12,12,64.88\r' ]
    search --terms --tsv nosuchword
    [ "$status" = 1 ]
    [ "$output" = $'term\tn\tN\tscore' ]
    search --terms --ids harbour
    [ "$status" = 2 ]
    [[ $stderr = *"--json, --csv and --tsv are the other forms"* ]]
}
