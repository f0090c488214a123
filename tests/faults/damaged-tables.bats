#!/usr/bin/env bats
# Bytes in the tables of an index change, as on a failing disk: both programs say so, or are right.
#
# libxapian 1.4 follows what a damaged block says: out of its memory, or round and round (the search
# within a block whose directory ends at an odd byte does not end). A process that the kernel ends
# has said where it was and what to do. --check ends always, and finds whatever made others fail.
# MORGUE_DAMAGES=2000 tries more places than the usual ones, MORGUE_SEED=7 others.

setup_file() {
    export sound=$BATS_FILE_TMPDIR/sound archive=$BATS_FILE_TMPDIR/archive
    mkdir "$archive"
    for n in $(seq 150); do
        printf 'Headline: Story %s\nDate: 2022-03-%02d\nSource: North Wire\n\nThe harbour, number %s. %s\n' \
            "$n" "$((n % 28 + 1))" "$n" "$(seq -s ' ' "$n" "$((n + 60))")" >"$archive/$n.txt"
    done
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$sound" "$archive"
}

setup() {
    case $MORGUE_BUILD in
    *address* | *thread*) skip "a sanitizer ends the process at libxapian's first wrong step" ;;
    esac
    index=$BATS_TEST_TMPDIR/index
}

# Changes up to 16 bytes of a table, most often of the head of a block, and says where.
damage() {
    local tables=("$index"/shards/1/*.glass) table size block at length
    table=${tables[RANDOM % ${#tables[@]}]}
    size=$(stat -c %s "$table")
    block=$((RANDOM % (size / 8192)))
    at=$((block * 8192 + (RANDOM % 2 ? RANDOM % 64 : RANDOM % 8192)))
    length=$((RANDOM % 16 + 1))
    for ((i = 0; i < length && at + i < size; i++)); do
        printf '%b' "\\x$(printf %x $((RANDOM % 256)))"
    done | dd of="$table" bs=1 seek="$at" conv=notrunc status=none
    place="${table##*/} at $at, $length bytes"
}

# try WANTED COMMAND...: its exit status is one of those; a fault with our notice; or no end.
try() {
    local wanted=$1 status=0
    shift
    timeout 15 "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
    case " $wanted " in *" $status "*) return 0 ;; esac
    if [ "$status" -gt 128 ] && [ "$wanted" != "0 65" ]; then
        grep -q "$index: a fault of the program or of libxapian" "$BATS_TEST_TMPDIR/err" &&
            grep -q '^hint: morgue-index --index=' "$BATS_TEST_TMPDIR/err" && faults=$((faults + 1)) &&
            is_hurt=1 && return 0
    fi
    if [ "$status" = 124 ] && [ "$wanted" != "0 65" ]; then
        loops=$((loops + 1)) is_hurt=1
        return 0
    fi
    echo "$place: $*: exit $status"
    cat "$BATS_TEST_TMPDIR/err"
    return 1
}

@test "damaged tables are told of, by searches, checks and updates" {
    RANDOM=${MORGUE_SEED:-1}
    count=${MORGUE_DAMAGES:-40} faults=0 loops=0 found=0
    for ((n = 0; n < count; n++)); do
        rm -rf "$index"
        cp -r "$sound" "$index"
        damage
        is_hurt=0
        try "0 1 65" "$MORGUE_BUILD/morgue-search" -d "$index" -n 20 'harbour "number 7"'
        try "0 1 65" "$MORGUE_BUILD/morgue-search" -d "$index" --json 'hrbour~1 OR stor* date:2022-03'
        try "0 1 65" "$MORGUE_BUILD/morgue-search" -d "$index" --facet=source '*'
        try "0 65" "$MORGUE_BUILD/morgue-index" -d "$index" --check
        if [ -s "$BATS_TEST_TMPDIR/out" ]; then
            found=$((found + 1))
        else
            [ "$is_hurt" = 0 ] || { echo "$place: --check finds nothing"; return 1; }
        fi
        touch "$archive/7.txt"
        try "0 1 65" "$MORGUE_BUILD/morgue-index" -q -d "$index" --compact "$archive"
    done
    echo "# $count damages: --check found $found, of the other 4 commands on each $faults ended by a fault, $loops not at all" >&3
    [ "$found" -gt 0 ]
}
