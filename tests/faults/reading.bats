#!/usr/bin/env bats
# Files that change, vanish or cannot be read while they are read; folders that cannot be read; an
# archive that is not mounted; a clock that is wrong: nothing is lost, and the next run puts it right.

load faults

setup() {
    make_place
}

teardown() {
    chmod -R u+rwX "$work"
    remove_place
}

# A story that takes several reads: $1 its number, $2 how many lines of words.
long_story() {
    printf -- '---\ntitle: Story %s\nurl: https://a.example/%s\n---\n\n' "$1" "$1"
    seq -f "The harbour of day %.0f is calm, and its ferry has left." "$2"
}

# Stops the indexer at call NUMBER of KIND on FILE, does what else is given, and lets it go on.
while_stopped() {
    local kind=$1 number=$2 file=$3 process
    shift 3
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$file FAULT_CALL=$kind \
        FAULT_NUMBER=$number FAULT_ERROR=stop \
        "$MORGUE_BUILD/morgue-index" -q --jobs=1 --prune=force --index="$index" "$archive" \
        2>"$work/err" &
    process=$!
    until [ "$(ps -o state= -p "$process")" = T ]; do
        kill -0 "$process"
        sleep 0.01
    done
    "$@"
    kill -CONT "$process"
    status=0
    wait "$process" || status=$?
    err=$(cat "$work/err")
}

# Whether the next run makes of the index what one that begins anew would.
next_run_completes() {
    run_indexer "$archive"
    [ "$(contents "$index")" = "$(undisturbed)" ]
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    # Then all is known: nothing is read again.
    [ -z "$("$MORGUE_BUILD/morgue-index" --dry-run --index="$index" "$archive")" ]
}

@test "a file vanishes before it is opened" {
    write 0 10 "as it was"
    while_stopped open 1 "$archive/0004.md" rm "$archive/0004.md"
    [ "$status" -eq 3 ]
    [[ $err == *"0004.md"*"No such file or directory"* ]]
    next_run_completes
}

@test "a file vanishes while it is read" {
    write 0 10 "as it was"
    long_story 4 20000 >"$archive/0004.md"
    while_stopped read 4 "$archive/0004.md" rm "$archive/0004.md"
    next_run_completes
}

@test "a file shrinks while it is read" {
    write 0 10 "as it was"
    long_story 4 20000 >"$archive/0004.md"
    while_stopped read 4 "$archive/0004.md" truncate -s 300K "$archive/0004.md"
    next_run_completes
    while_stopped read 1 "$archive/0004.md" truncate -s 0 "$archive/0004.md" || true
}

@test "a file grows while it is read" {
    write 0 10 "as it was"
    long_story 4 20000 >"$archive/0004.md"
    long_story 4 30000 >"$work/longer"
    while_stopped read 4 "$archive/0004.md" cp "$work/longer" "$archive/0004.md"
    next_run_completes
}

@test "a file is replaced by another while it is read" {
    write 0 10 "as it was"
    long_story 4 20000 >"$archive/0004.md"
    long_story 5 20000 >"$work/other"
    while_stopped read 4 "$archive/0004.md" mv "$work/other" "$archive/0004.md"
    next_run_completes
}

@test "a read of the archive fails: the file is named, keeps what it gave, and is read by the next run" {
    write 0 10 "as it was"
    run_indexer "$archive"
    write 3 6 "as it has become"
    local kind
    for kind in open read; do
        cp -a "$index" "$work/kept"
        status=0
        LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$archive/0004.md \
            FAULT_CALL=$kind FAULT_NUMBER=1 FAULT_ERROR=5 run_indexer "$archive" 2>"$work/err" || status=$?
        [ "$status" -eq 3 ]
        grep -q '0004.md.*Input/output error' "$work/err"
        [ "$("$MORGUE_BUILD/morgue-search" --index="$index" -c -- '*')" -eq 8 ]
        next_run_completes
        rm -rf "$index"
        mv "$work/kept" "$index"
    done
}
