#!/usr/bin/env bats
# A disk that is full: an error that names the path, exit status 1, and the index as it was.

setup() {
    disk=$BATS_TEST_TMPDIR/disk
    archive=$BATS_TEST_TMPDIR/archive
    index=$disk/index
    export LC_ALL=C.UTF-8
    mkdir "$disk" "$archive"
    mount -t tmpfs -o size=2m tmpfs "$disk" 2>/dev/null || skip "no small disk can be mounted"
    write 0 5
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    before=$(contents)
}

teardown() {
    ! mountpoint -q "$disk" || umount "$disk"
}

write() {
    python3 - "$archive" "$@" <<'WRITE'
import sys
archive, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(first, last):
    words = " ".join(f"word{number * i % 9973}" for i in range(300))
    with open(f"{archive}/{number:04}.txt", "w") as file:
        file.write(f"Headline {number}\n\n{words}.\n")
WRITE
}

contents() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --json -n 0 -- '*' | sort
}

# The index fails with a name below it, and is as it was.
fails_cleanly() {
    status=0
    "$MORGUE_BUILD/morgue-index" --index="$index" "$@" >"$BATS_TEST_TMPDIR/out" \
        2>"$BATS_TEST_TMPDIR/err" || status=$?
    echo "status $status: $(cat "$BATS_TEST_TMPDIR/err")"
    [ "$status" -eq 1 ]
    grep -q "^morgue-index: .*$index/" "$BATS_TEST_TMPDIR/err"
    grep -q 'No space left on device' "$BATS_TEST_TMPDIR/err"
    [ "$(contents)" = "$before" ]
}

@test "adding articles to an index on a full disk" {
    write 5 400
    fails_cleanly "$archive"
    # What it had written is gone, so that a smaller run finds its room.
    [ "$(ls "$index/shards")" = 1 ]
    find "$archive" -name '0*.txt' ! -name '000?.txt' -delete
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
}

@test "a merge that has no room says how much it needs, and is not begun" {
    write 5 6
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    before=$(contents)
    shards=$(ls "$index/shards")
    head -c 4m /dev/zero >"$disk/filler" 2>/dev/null || true
    truncate -s -8K "$disk/filler"
    fails_cleanly --compact
    grep -Eq 'merging 2 shards takes up to [0-9.]+.[kM]B, and [0-9.]+.[kM]B are free' "$BATS_TEST_TMPDIR/err"
    grep -q '^hint: the index is complete as it is' "$BATS_TEST_TMPDIR/err"
    [ "$(ls "$index/shards")" = "$shards" ]
}

@test "compacting it, and adding one article, with little room" {
    write 5 6
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    before=$(contents)
    write 6 7
    for room in 0 4 16 64; do
        rm -f "$disk/filler"
        head -c 4m /dev/zero >"$disk/filler" 2>/dev/null || true
        truncate -s "-${room}K" "$disk/filler"
        fails_cleanly --compact
        fails_cleanly "$archive"
    done
    rm "$disk/filler"
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    "$MORGUE_BUILD/morgue-index" --index="$index" --compact
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
}

@test "building it, with ever more room until it is enough" {
    rm -rf "$index"
    write 5 60
    local room status=1 failures=0
    for room in $(seq 16 96 2048); do
        rm -rf "$index" "$disk/filler"
        head -c 4m /dev/zero >"$disk/filler" 2>/dev/null || true
        truncate -s "-${room}K" "$disk/filler"
        status=0
        "$MORGUE_BUILD/morgue-index" --index="$index" "$archive" 2>"$BATS_TEST_TMPDIR/err" || status=$?
        [ "$status" -ne 0 ] || break
        [ "$status" -eq 1 ]
        grep -q "^morgue-index: .*$index.*No space left on device" "$BATS_TEST_TMPDIR/err"
        [ ! -e "$index/XAPIANDB" ]
        failures=$((failures + 1))
    done
    [ "$status" -eq 0 ]
    [ "$failures" -gt 2 ]
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
}

@test "rebuilding it and removing articles, with little room" {
    write 5 30
    "$MORGUE_BUILD/morgue-index" --index="$index" "$archive"
    before=$(contents)
    rm "$archive"/000[0-2].txt
    for room in 0 4 16 64; do
        rm -f "$disk/filler"
        head -c 4m /dev/zero >"$disk/filler" 2>/dev/null || true
        truncate -s "-${room}K" "$disk/filler"
        fails_cleanly --rebuild
        [ "$room" -gt 4 ] || fails_cleanly "$archive"
    done
    rm "$disk/filler"
    "$MORGUE_BUILD/morgue-index" --index="$index" --rebuild
    [ "$("$MORGUE_BUILD/morgue-search" --index="$index" -c -- '*')" -eq 27 ]
    [ ! -e "$index/rebuild" ]
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
}

@test "a check on a disk without a free byte" {
    : >"$index/lock"
    head -c 4m /dev/zero >"$disk/filler" 2>/dev/null || true
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
}
