#!/usr/bin/env bats
# The system has no memory for a large buffer: the run ends, or goes on without it; the index is as it
# was before or as it is after, and the next run completes it.

load faults

setup() {
    # Sanitizers have a malloc(3) of their own.
    case $MORGUE_BUILD in *address* | *thread*) skip "not under this sanitizer" ;; esac
    make_place
}

teardown() {
    [ -z "${work-}" ] || remove_place
}

run_with_memory_failing() {
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-memory.so FAULT_MEMORY=$1 run_indexer \
        "${arguments[@]}" 2>"$work/err"
}

fail_in() {
    local number all failed=0
    prepare "$1"
    count_calls
    restore
    FAULT_TALLY=$work/memory run_with_memory_failing 0
    all=$(sed -n 's/^memory //p' "$work/memory")
    for number in $(moments "$all"); do
        restore
        status=0
        run_with_memory_failing "$number" || status=$?
        echo "$number of $all: status $status: $(cat "$work/err")"
        # GLib ends a process that gets no memory, with a word about it.
        [[ $status -eq 0 || $status -eq 1 || $status -eq 3 || $status -eq 133 || $status -eq 134 ]]
        [ "$status" -eq 0 ] || [ -s "$work/err" ]
        [ "$status" -eq 0 ] || failed=$((failed + 1))
        # A file or directory that could not be read is named, and its articles are not there yet.
        if [ "$status" -eq 3 ]; then is_sound; else is_one_commit; fi
        is_completed
    done
    [ "$failed" -gt 0 ]
}

@test "while the index is built" {
    fail_in build
}

@test "while it is brought up to date" {
    fail_in update
}

@test "while it is merged" {
    fail_in merge
}

@test "while it is rebuilt" {
    fail_in rebuild
}
