#!/usr/bin/env bats
# An index on a disk where nothing can be written: what only looks works, and the rest says why not.

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
    for arguments in "$archive" --compact --rebuild; do
        status=0
        run_indexer "$arguments" 2>"$work/err" || status=$?
        [ "$status" -eq 1 ]
        [ "$(cat "$work/err")" = "morgue-index: $index/lock: Read-only file system" ]
        [ "$(contents "$index")" = "$before" ]
    done
}

# check TMPDIR: $status and $output, and that nothing is left in the directory.
check_with_copies_in() {
    mkdir -p "$1"
    TMPDIR=$1 run "$MORGUE_BUILD/morgue-index" --index="$index" --check
    [ -z "$(ls "$1")" ]
}

@test "--check works on copies of the tables, and leaves none" {
    check_with_copies_in "$work/copies"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    mount -o remount,rw "$work/disk"
    python3 - "$index/shards/1/postlist.glass" <<'DAMAGE'
import sys
with open(sys.argv[1], "r+b") as table:
    table.seek(4)
    table.write(b"\xff" * 8)
DAMAGE
    mount -o remount,ro "$work/disk"
    check_with_copies_in "$work/copies"
    [ "$status" -eq 65 ]
    [[ $output = "$index/shards/1: "* && $output != *"$work/copies"* ]]
}

@test "--check says how much room its copies take, and where" {
    mkdir "$work/small"
    mount -t tmpfs -o size=16k tmpfs "$work/small"
    check_with_copies_in "$work/small"
    umount "$work/small"
    [ "$status" -eq 1 ]
    [[ ${lines[0]} = "morgue-index: $index/shards/1: its tables may not be written, so a copy of them is \
checked: that takes "*"kB in $work/small, and "*" are free" ]]
    [[ ${lines[1]} = "hint: "*TMPDIR=* ]]
    TMPDIR=$work/nowhere run "$MORGUE_BUILD/morgue-index" --index="$index" --check
    [ "$status" -eq 1 ]
    [[ ${lines[0]} = "morgue-index: $index/shards/1: "*" none can be made in $work/nowhere: No such file or directory" ]]
}

@test "--check works for another user, and waits for the one who writes" {
    mount -o remount,rw "$work/disk"
    chmod -R a+rX "$work"
    setpriv --reuid=65534 --regid=65534 --clear-groups true || skip "no other user can be had"
    setpriv --reuid=65534 --regid=65534 --clear-groups "$MORGUE_BUILD/morgue-index" \
        --index="$index" --check
    run flock "$index/lock" setpriv --reuid=65534 --regid=65534 --clear-groups \
        "$MORGUE_BUILD/morgue-index" --index="$index" --check
    [ "$status" -eq 75 ]
    [[ $output = *"the index is locked by another run"* ]]
    rm "$index/lock"
    setpriv --reuid=65534 --regid=65534 --clear-groups "$MORGUE_BUILD/morgue-index" \
        --index="$index" --check
}
