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

# A small file is read at once; so these reads give less than they could.
export FAULT_SHORT=16384

# A file of $1 stories, from the one numbered $2 on.
stories() {
    seq "$2" $(($2 + $1 - 1)) | sed 's|.*|{"url":"https://a.example/wire/&","headline":"Wire &","body":"The harbour is calm and the ferry has left. '"$3"'"}|'
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
    run_indexer "$archive" 2>"$work/err" || [ "$?" -eq 3 ] # a file that was cut is named
    [ "$(contents "$index")" = "$(undisturbed 2>"$work/err")" ]
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

# Each case: what happens to the file at its third read, before which a part of it has been read.
@test "a file vanishes, shrinks, grows or is replaced while it is read" {
    write 0 10 "as it was"
    local wire=$archive/wire.jsonl case
    stories 1000 700 new >"$work/other"
    for case in "rm $wire" "truncate -s 60K $wire" "cp $work/other $wire" "mv $work/moved $wire"; do
        stories 900 0 old >"$wire"
        cp "$work/other" "$work/moved"
        rm -rf "$index"
        # shellcheck disable=SC2086 # a command with its arguments
        while_stopped read 3 "$wire" $case
        [[ $status -eq 0 || $status -eq 3 ]]
        next_run_completes
    done
}

@test "a read of the archive fails: the file is named, keeps what it gave, and is read by the next run" {
    write 0 10 "as it was"
    stories 900 0 old >"$archive/wire.jsonl"
    run_indexer "$archive"
    stories 900 0 new >"$archive/wire.jsonl"
    cp -a "$index" "$work/kept"
    local call
    for call in "open 1" "read 1" "read 3" "read 6"; do
        status=0
        LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$archive/wire.jsonl \
            FAULT_CALL=${call% *} FAULT_NUMBER=${call#* } FAULT_ERROR=5 run_indexer "$archive" \
            2>"$work/err" || status=$?
        [ "$status" -eq 3 ]
        grep -q 'wire.jsonl.*Input/output error' "$work/err"
        [ "$("$MORGUE_BUILD/morgue-search" --index="$index" -c -- '*')" -eq 908 ]
        "$MORGUE_BUILD/morgue-index" --check --index="$index"
        next_run_completes
        rm -rf "$index"
        cp -a "$work/kept" "$index"
    done
}

# As somebody whom permissions bind; the index belongs to that one.
as_nobody() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}

# Indexes an issue while call $1 on its second page fails.
read_issue_with_failing() {
    status=0
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$archive/issue/page2.xml \
        FAULT_CALL=${1% *} FAULT_NUMBER=${1#* } FAULT_ERROR=5 run_indexer "$archive" \
        2>"$work/err" || status=$?
}

finds() {
    "$MORGUE_BUILD/morgue-search" --zero-ok --index="$index" -c -- "$@"
}

@test "a page of an issue that cannot be read costs nothing, is named once, and is read by the next run" {
    cp -r "$BATS_TEST_DIRNAME/../../samples/archive/delivered/print/statesman-of-the-quay" "$archive/issue"
    local call
    for call in "open 1" "read 1"; do
        rm -rf "$index"
        read_issue_with_failing "$call"
        [ "$status" -eq 3 ]
        [ "$(wc -l <"$work/err")" -eq 1 ]
        grep -q "issue/mets.xml.*issue/page2.xml: Input/output error" "$work/err"
        [ "$(finds coals)" -eq 1 ]  # on the first page
        [ "$(finds cables)" -eq 0 ] # on the second
        read_issue_with_failing "$call"
        [ "$status" -eq 0 ]
        [ ! -s "$work/err" ]
        next_run_completes
        [ "$(finds cables)" -eq 1 ]
        # Read again for its other page, it keeps what it gave of this one.
        sed -i 's/$/ /' "$archive/issue/page1.xml"
        read_issue_with_failing "$call"
        [ "$status" -eq 3 ]
        [ "$(finds cables)" -eq 1 ]
        "$MORGUE_BUILD/morgue-index" --check --index="$index"
        next_run_completes
        [ "$(finds cables)" -eq 1 ]
    done
}

@test "a folder that cannot be read is named once, and loses nothing" {
    [ -z "${COVERAGE-}" ] || skip "another user cannot write down which lines ran"
    as_nobody "$MORGUE_BUILD/morgue-index" --version >/dev/null 2>&1 || skip "nobody cannot run it"
    write 0 20 "as it was"
    mkdir "$archive/folder"
    mv "$archive"/001?.md "$archive/folder"
    [ "$(id -u)" -ne 0 ] || chown -R 65534:65534 "$work"
    as_nobody "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive"
    before=$(contents "$index")
    chmod 000 "$archive/folder"
    status=0
    as_nobody "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" 2>"$work/err" || status=$?
    [ "$status" -eq 3 ]
    grep -q "$archive/folder.*Permission denied" "$work/err"
    as_nobody "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" 2>"$work/err"
    [ ! -s "$work/err" ]
    [ "$(contents "$index")" = "$before" ]
    chmod 755 "$archive/folder"
    as_nobody "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive"
    [ "$(contents "$index")" = "$before" ]
}

@test "an archive that is not mounted is not taken for one that was emptied" {
    write 0 20 "as it was"
    mkdir "$work/second"
    printf 'Ferry\n\nThe ferry of the second root.\n' >"$work/second/ferry.txt"
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" "$work/second"
    before=$(contents "$index")
    local root
    for root in "$archive" "$work/second"; do
        mv "$root" "$work/elsewhere"
        status=0
        "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" "$work/second" 2>"$work/err" || status=$?
        [ "$status" -eq 4 ]
        grep -q "$root: nothing is left of it" "$work/err"
        mkdir "$root"
        status=0
        "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" "$work/second" 2>"$work/err" || status=$?
        [ "$status" -eq 4 ]
        grep -q "$root: nothing is left of it" "$work/err"
        [ "$(contents "$index")" = "$before" ]
        rmdir "$root"
        mv "$work/elsewhere" "$root"
    done
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive" "$work/second"
    [ "$(contents "$index")" = "$before" ]
}

@test "a clock that jumps back or ahead changes neither contents nor order nor what is new" {
    export XDG_STATE_HOME=$work/state LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so
    write 0 10 "as it was"
    run_indexer "$archive"
    "$MORGUE_BUILD/morgue-search" --index="$index" --new=watch -l -n 0 -- '*' >/dev/null
    local years
    for years in 10 30 -20 -40; do
        export FAULT_CLOCK=$((years * 31556952))
        printf 'Ferry %s\n\nThe ferry of year %s.\n' "$years" "$years" >"$archive/year$years.txt"
        touch -d '1990-01-01' "$archive/0001.md"
        run_indexer "$archive"
        [ "$("$MORGUE_BUILD/morgue-search" --index="$index" --new=watch -l -n 0 -- '*')" = "$archive/year$years.txt" ]
        [ "$("$MORGUE_BUILD/morgue-search" --index="$index" --sort=added -l -n 1 -- '*')" = "$archive/year$years.txt" ]
    done
    run_indexer --rebuild
    FAULT_CLOCK=0
    [ "$(contents "$index")" = "$(undisturbed)" ]
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
}
