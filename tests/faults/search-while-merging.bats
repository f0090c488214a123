#!/usr/bin/env bats
# A writer that adds, replaces and merges, and ten readers: whole answers, or exit 75, never less.
# And two writers: one after the other.

# How long the ten readers go on; `make check-faults` gives them ten minutes.
: "${SECONDS_OF_READING:=3}"

setup() {
    archive=$BATS_TEST_TMPDIR/archive
    index=$BATS_TEST_TMPDIR/index
    mkdir "$archive"
    for n in $(seq 30); do
        story "$n" "number $n"
    done
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$index" "$archive"
}

story() {
    printf 'Headline: Story %s\nDate: 2022-03-%02d\n\nThe harbour, %s.\n' "$1" "$1" "$2" >"$archive/$1.txt"
}

# Each round replaces an article, so that there are dead versions; some merge all.
write_for_a_while() {
    local round=0 last=$((SECONDS + SECONDS_OF_READING))
    while [ "$SECONDS" -lt "$last" ]; do
        round=$((round + 1))
        story $((1 + round % 30)) "round $round"
        "$MORGUE_BUILD/morgue-index" -q -d "$index" "$archive" || return
        [ $((round % 3)) -ne 0 ] || "$MORGUE_BUILD/morgue-index" -q -d "$index" --compact || return
    done
    echo "$round" >"$BATS_TEST_TMPDIR/rounds"
}

# Searches until the writer is done. The first answer that is not whole is left in a file.
read_all_the_time() {
    local status ids searches=0 again=0
    while [ ! -e "$BATS_TEST_TMPDIR/done" ]; do
        status=0
        ids=$("$MORGUE_BUILD/morgue-search" -d "$index" -n 0 --ids harbour 2>&1) || status=$?
        searches=$((searches + 1))
        if [ "$status" -eq 75 ]; then
            again=$((again + 1))
        elif [ "$status" -ne 0 ] || [ "$(sort -u <<<"$ids" | wc -l)" -ne 30 ] ||
            [ "$(wc -l <<<"$ids")" -ne 30 ]; then
            printf 'status %s: %s\n' "$status" "$ids" >"$BATS_TEST_TMPDIR/wrong.$1"
            return
        fi
    done
    echo "$searches $again" >"$BATS_TEST_TMPDIR/reader.$1"
}

@test "each of ten readers finds each article exactly once while shards are replaced" {
    local reader readers=()
    for reader in $(seq 10); do
        read_all_the_time "$reader" &
        readers+=("$!")
    done
    write_for_a_while
    touch "$BATS_TEST_TMPDIR/done"
    wait "${readers[@]}"
    cat "$BATS_TEST_TMPDIR"/wrong.* 2>/dev/null || true
    awk -v rounds="$(cat "$BATS_TEST_TMPDIR/rounds")" '{ searches += $1; again += $2 }
        END { print rounds, "commits,", searches, "searches,", again, "of them answered 75" }' \
        "$BATS_TEST_TMPDIR"/reader.* | tee "$BATS_TEST_TMPDIR/sum"
    echo "# $(cat "$BATS_TEST_TMPDIR/sum")" >&3
    [ "$(ls "$BATS_TEST_TMPDIR"/reader.* | wc -l)" -eq 10 ]
    "$MORGUE_BUILD/morgue-index" -d "$index" --check
}

@test "of two writers one waits, or says who is writing; both lots are there in the end" {
    mkdir "$BATS_TEST_TMPDIR/second"
    printf 'Ferry\n\nThe ferry at the harbour.\n' >"$BATS_TEST_TMPDIR/second/ferry.txt"
    local round waiting
    for round in 1 2 3; do
        story "$round" "of two writers"
        "$MORGUE_BUILD/morgue-index" -q --wait=60 -d "$index" "$archive" &
        waiting=$!
        "$MORGUE_BUILD/morgue-index" -q --wait=60 -d "$index" "$BATS_TEST_TMPDIR/second"
        wait "$waiting"
    done
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c harbour)" -eq 31 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c '"of two writers"')" -eq 3 ]
    "$MORGUE_BUILD/morgue-index" -d "$index" --check
}

@test "an article that was replaced is not found by its old words, and its new ones count once" {
    printf 'Headline: Story 1\nDate: 2022-03-01\n\nThe zeppelin.\n' >"$archive/1.txt"
    "$MORGUE_BUILD/morgue-index" -q -d "$index" "$archive"
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c harbour)" = 29 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c zeppelin)" = 1 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -c '*')" = 30 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$index" -n 0 --sort none --ids '*' | wc -l)" = 30 ]
}
