#!/usr/bin/env bats
# Searches while a writer adds, replaces and merges: whole answers, or exit 75, never less.

setup() {
    archive=$BATS_TEST_TMPDIR/archive
    index=$BATS_TEST_TMPDIR/index
    mkdir "$archive"
    for n in $(seq 30); do
        printf 'Headline: Story %s\nDate: 2022-03-%02d\n\nThe harbour, number %s.\n' \
            "$n" "$n" "$n" >"$archive/$n.txt"
    done
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$index" "$archive"
}

# Each round replaces an article, so that there are dead versions, and merges.
write_for_a_while() {
    for round in $(seq 12); do
        printf 'Headline: Story 1\nDate: 2022-03-01\n\nThe harbour, round %s.\n' "$round" \
            >"$archive/1.txt"
        "$MORGUE_BUILD/morgue-index" -q -d "$index" "$archive"
        "$MORGUE_BUILD/morgue-index" -q -d "$index" --compact
    done
    touch "$BATS_TEST_TMPDIR/done"
}

@test "every search finds each article exactly once while shards are replaced" {
    write_for_a_while &
    writer=$!
    searches=0
    while [ ! -e "$BATS_TEST_TMPDIR/done" ]; do
        status=0
        ids=$("$MORGUE_BUILD/morgue-search" -d "$index" -n 0 --ids harbour) || status=$?
        if [ "$status" != 75 ]; then
            [ "$status" = 0 ]
            [ "$(sort -u <<<"$ids" | wc -l)" = 30 ]
            [ "$(wc -l <<<"$ids")" = 30 ]
        fi
        searches=$((searches + 1))
    done
    wait "$writer"
    [ "$searches" -gt 10 ]
}

@test "an article that was replaced is not found by its old words, and its new ones count once" {
    printf 'Headline: Story 1\nDate: 2022-03-01\n\nThe zeppelin.\n' >"$archive/1.txt"
    "$MORGUE_BUILD/morgue-index" -q -d "$index" "$archive"
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c harbour)" = 29 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c zeppelin)" = 1 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c '*')" = 30 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -n 0 --sort none --ids '*' | wc -l)" = 30 ]
}
