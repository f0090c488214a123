#!/usr/bin/env bats
# An index on a disk where nothing can be written: what only looks works, and the rest says why not.
# --check is of the rest: libxapian opens tables for writing to check them.

load faults

setup() {
    make_place
    write 0 20 "as it was"
    mkdir "$work/disk"
    mount -t tmpfs tmpfs "$work/disk" 2>/dev/null || skip "no disk can be mounted"
    index=$work/disk/index
    run_indexer "$archive"
    before=$(contents "$index")
    mount -o remount,ro "$work/disk"
}

teardown() {
    ! mountpoint -q "$work/disk" || umount "$work/disk"
    remove_place
}

@test "searches, --stats, --audit and --dry-run work" {
    [ "$("$MORGUE_BUILD/morgue-search" --index="$index" -c -- '*')" -eq 16 ]
    "$MORGUE_BUILD/morgue-index" --index="$index" --stats | grep -qE '^articles +16$'
    "$MORGUE_BUILD/morgue-index" --index="$index" --audit | grep -qE '^articles +16$'
    write 20 21 "as it was"
    [ "$("$MORGUE_BUILD/morgue-index" --index="$index" --dry-run "$archive")" = "read $archive/0020.md" ]
}

@test "what would write fails, names what it cannot write, and changes nothing" {
    local arguments
    for arguments in "$archive" --compact --rebuild --check; do
        status=0
        run_indexer "$arguments" 2>"$work/err" || status=$?
        [ "$status" -eq 1 ]
        [ "$(cat "$work/err")" = "morgue-index: $index/lock: Read-only file system" ]
        [ "$(contents "$index")" = "$before" ]
    done
}
