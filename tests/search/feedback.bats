#!/usr/bin/env bats
# --feedback: another order of the same articles, and only where the order is by relevance.

# Articles about clocks in a town; the third says nothing of the query's second word, but all that
# the best ones say. Articles about something else make their words rare.
setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    mkdir "$archive"
    while IFS='|' read -r name date text; do
        [ -n "$name" ] || continue
        printf 'Headline: Report %s\nLanguage: en\nDate: %s\n\n%s\n' "$name" "$date" "$text" \
            >"$archive/$name"
    done <<'CORPUS'
best|2020-05-01|Clock tower: the tower clock of Harrowgate, its pendulum, its escapement and the winding weights.
second|2020-06-01|The clock tower keeper oiled the pendulum and the escapement of the winding weights.
alike|2019-01-01|A clock with pendulum, escapement and winding weights stood in the hall, no high building.
other|2021-01-01|A clock was sold at the market with apples, pears, plums and a barrel of old cider.
radio|2018-01-01|A tower for radio was built of steel girders with rivets, cranes and concrete.
CORPUS
    for number in $(seq 30); do
        printf 'Headline: Filler %s\nLanguage: en\n\nRain fell on field number %s.\n' "$number" \
            "$number" >"$archive/filler$number"
    done
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive"
}

# The files that a query finds, in order, on one line.
found() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l "$@" | paste -sd' '
}

sorted() {
    found "$@" | tr ' ' '\n' | sort | paste -sd' '
}

@test "what says the same as the best articles rises" {
    [[ $(found --any clock tower) == "best second "* ]]
    plain=$(found --any clock tower | tr ' ' '\n' | grep -n '^alike$' | cut -d: -f1)
    again=$(found --any --feedback clock tower | tr ' ' '\n' | grep -n '^alike$' | cut -d: -f1)
    [ "$again" -lt "$plain" ]
    [[ $(found --any --feedback=0.8 clock tower) == "best second alike "* ]]
}

@test "which articles are found, and how many, stays the same" {
    for query in clock tower 'clock tower' 'clock NOT radio' 'clock date:2020' '"clock tower"' \
        'headline:report' 'the' 'date:2020' 'rain' 'pendulum NEAR/3 escapement'; do
        [ "$(sorted -n 0 --feedback -- "$query")" = "$(sorted -n 0 -- "$query")" ]
        [ "$(found -c --feedback --zero-ok -- "$query")" = "$(found -c --zero-ok -- "$query")" ]
    done
    [ "$(sorted -n 0 --any --feedback=1 clock tower)" = "alike best other radio second" ]
}

@test "pages are parts of one order" {
    whole=$(found -n 0 --any --feedback clock tower rain)
    parts=$(for offset in 0 7 14 21 28 35; do
        found -n 7 --offset "$offset" --any --feedback clock tower rain || true
    done | paste -sd' ' | sed 's/ *$//; s/  */ /g')
    [ "$(wc -w <<<"$whole")" = 35 ]
    [ "$whole" = "$parts" ]
}

@test "other orders, scopes and queries without ranking are as they were" {
    for order in newest oldest added none; do
        [ "$(found --any --feedback --sort="$order" clock tower)" = \
            "$(found --any --sort="$order" clock tower)" ]
    done
    [ "$(found --feedback date:2020)" = "second best" ]
    [ "$(sorted --any --feedback --since 2020 clock tower)" = "best other second" ]
}

@test "scores never rise from one article to the next" {
    "$MORGUE_BUILD/morgue-search" --index="$index" --json -n 0 --any --feedback clock tower rain |
        grep -oE '"score":-?[0-9.]+' | cut -d: -f2 >"$BATS_TEST_TMPDIR/scores"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/scores")" = 35 ]
    sort -c -g -r "$BATS_TEST_TMPDIR/scores"
}

@test "several shards are one, and dead versions are not ranked" {
    cp -r "$archive" "$BATS_TEST_TMPDIR/archive"
    parted=$BATS_TEST_TMPDIR/index
    mv "$BATS_TEST_TMPDIR/archive/alike" "$BATS_TEST_TMPDIR/archive/radio" "$BATS_TEST_TMPDIR"
    printf 'Headline: Report second\n\nA clock tower, still to be written.\n' \
        >"$BATS_TEST_TMPDIR/archive/second"
    "$MORGUE_BUILD/morgue-index" -q -d "$parted" "$BATS_TEST_TMPDIR/archive"
    mv "$BATS_TEST_TMPDIR/alike" "$BATS_TEST_TMPDIR/radio" "$BATS_TEST_TMPDIR/archive"
    cp "$archive/second" "$BATS_TEST_TMPDIR/archive/second"
    "$MORGUE_BUILD/morgue-index" -q -d "$parted" "$BATS_TEST_TMPDIR/archive"
    [ "$(find "$parted/shards" -maxdepth 1 -type d -name '[0-9]*' | wc -l)" -gt 1 ]
    index=$parted
    [[ $(found -n 3 --any --feedback=0.8 clock tower) == "best second alike" ]]
    [ "$(sorted -n 0 --any --feedback clock tower)" = "alike best other radio second" ]
}

@test "texts without stems give pairs of characters" {
    mkdir "$BATS_TEST_TMPDIR/archive"
    printf 'Headline: 钟楼\nLanguage: zh\n\n钟楼的钟摆和发条。\n' >"$BATS_TEST_TMPDIR/archive/a"
    printf 'Headline: 市场\nLanguage: zh\n\n市场卖苹果,钟楼在旁边,很远的地方。\n' \
        >"$BATS_TEST_TMPDIR/archive/b"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/archive"
    index=$BATS_TEST_TMPDIR/index
    [ "$(found --feedback 钟楼)" = "a b" ]
}

@test "nothing found is nothing ranked" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" --ids --feedback nowhere
    [ "$status" = 1 ]
    [ -z "$output" ]
    run "$MORGUE_BUILD/morgue-search" --index="$index" --ids --feedback=2 clock
    [ "$status" = 2 ]
    [[ $output == *"'2' is not a number from 0 to 1"* ]]
}
