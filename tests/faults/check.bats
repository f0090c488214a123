#!/usr/bin/env bats
# The process that --check has for the tables of a shard ends before its time.

load faults

setup() {
    make_place
    write 0 20 "as it was"
    run_indexer "$archive"
}

teardown() {
    remove_place
}

# A check whose child meets the effect $1 at its first read of a table.
check_with() {
    status=0
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_CALL=read FAULT_NUMBER=1 \
        FAULT_BELOW=$index/shards/1/termlist.glass FAULT_ERROR=$1 \
        "$MORGUE_BUILD/morgue-index" --index="$index" --check >"$work/out" 2>"$work/err" || status=$?
}

@test "a fault on a damaged table is a finding" {
    case $MORGUE_BUILD in
    *address* | *thread*) skip "a sanitizer ends the process in its own way" ;;
    esac
    check_with fault
    [ "$status" -eq 65 ]
    [ "$(cat "$work/out")" = "$index/shards/1: damaged so that libxapian fails on it (signal 11)" ]
}

@test "being killed, as for want of memory, is none" {
    check_with kill
    [ "$status" -eq 1 ]
    [ ! -s "$work/out" ]
    [ "$(cat "$work/err")" = "morgue-index: $index/shards/1: it cannot be checked: the check was ended by signal 9 (Killed)" ]
}

@test "a read that fails is a finding with its cause" {
    check_with 5
    [ "$status" -eq 65 ]
    [[ $(cat "$work/out") = "$index/shards/1: "*"Input/output error"* ]]
}
