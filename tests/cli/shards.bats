#!/usr/bin/env bats
# Shards whose tables are written directly, and those that libxapian writes: nobody can tell.

setup_file() {
    root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    export root HOME=$BATS_FILE_TMPDIR LC_ALL=C.UTF-8
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_FILE_TMPDIR/direct" "$root/samples/archive"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_FILE_TMPDIR/library" --write-through-libxapian \
        "$root/samples/archive"
}

# Everything but the uuid of the index: terms, postings and positions, values and data.
contents() {
    xapian-delve -A "" -v "$1" | tail -n +2
    last=$(xapian-delve "$1" | sed -n 's/^highest document id.*= //p')
    records=$(seq -f "-r%.0f" "$last")
    # shellcheck disable=SC2086 # one option a document
    xapian-delve -1 -v -d $records "$1"
    # shellcheck disable=SC2086
    xapian-delve -a -v $records "$1"
    for slot in 0 1 2 3 4 5 6 7 8; do
        xapian-delve "-V$slot" -v "$1"
    done
    # shellcheck disable=SC2086
    xapian-delve -t article $records "$1"
}

@test "they are of two makes" {
    [ ! -e "$BATS_FILE_TMPDIR/direct/shards/1/flintlock" ]
    [ -e "$BATS_FILE_TMPDIR/library/shards/1/flintlock" ]
}

@test "their contents are the same" {
    contents "$BATS_FILE_TMPDIR/direct/shards/1" >"$BATS_TEST_TMPDIR/direct"
    contents "$BATS_FILE_TMPDIR/library/shards/1" >"$BATS_TEST_TMPDIR/library"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/direct")" -gt 1000 ]
    diff "$BATS_TEST_TMPDIR/direct" "$BATS_TEST_TMPDIR/library"
}

@test "they answer every query of the tour alike" {
    lines=0
    while IFS=$'\t' read -r query words expected shows; do
        case $query in '#'*) continue ;; esac
        options=()
        [ "$words" = - ] || read -ra options <<<"$words"
        lines=$((lines + 1))
        for make in direct library; do
            "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/$make" --json "${options[@]}" \
                -- "$query" >"$BATS_TEST_TMPDIR/$make" 2>&1 || true
        done
        diff "$BATS_TEST_TMPDIR/direct" "$BATS_TEST_TMPDIR/library"
    done <"$root/samples/queries.tsv"
    [ "$lines" -gt 40 ]
}

@test "they are sound, and stay so when they are merged" {
    xapian-check "$BATS_FILE_TMPDIR/direct/shards/1"
    cp -R "$BATS_FILE_TMPDIR/direct" "$BATS_TEST_TMPDIR/index"
    mkdir "$BATS_TEST_TMPDIR/more"
    printf 'A lighthouse\n\nIts lamp is lit again.\n' >"$BATS_TEST_TMPDIR/more/lamp.txt"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/more"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" --compact
    "$MORGUE_BUILD/morgue-index" -d "$BATS_TEST_TMPDIR/index" --check
    [ "$("$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/index" -c "lamp lit again")" -eq 1 ]
}

@test "the number of workers and the memory change nothing" {
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/one" -j 1 --memory=32m "$root/samples/archive"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/many" -j 7 "$root/samples/archive"
    for table in docdata termlist position synonym; do
        cmp "$BATS_TEST_TMPDIR/one/shards/1/$table.glass" "$BATS_TEST_TMPDIR/many/shards/1/$table.glass"
    done
}

# Merges, too, are written directly, or through libxapian where its format is not known. Each of these
# has a WAY: an option, or nothing.

# drop_most WAY
drop_most() {
    local archive=$BATS_TEST_TMPDIR/archive index=$BATS_TEST_TMPDIR/index first
    mkdir "$archive"
    for first in 0 3000; do
        seq "$first" $((first + 4000)) |
            sed 's|.*|{"url":"https://a.example/&","headline":"Wire &","body":"The harbour is calm."}|' \
                >"$archive/wire.jsonl"
        "$MORGUE_BUILD/morgue-index" $1 -q --prune=force --index="$index" "$archive"
    done
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -eq 1 ]
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    [ "$("$MORGUE_BUILD/morgue-search" --index="$index" -c harbour)" -eq 4001 ]
}

@test "a merge that drops most of a shard leaves sound tables" {
    drop_most ""
}

# Of blocks that a merge takes and gives back libxapian writes none: a table is then shorter than its
# version file says.
@test "a merge through libxapian that drops most of a shard leaves sound tables" {
    drop_most --write-through-libxapian
}

# write NAME TEXT
write() {
    printf 'Headline: %s\nLanguage: en\nSource: Gazette\n\nThe grain %s.\n' "$1" "$2" \
        >"$BATS_TEST_TMPDIR/archive/$1.txt"
}

# leave_no_gaps WAY
leave_no_gaps() {
    local index=$BATS_TEST_TMPDIR/index
    local search="$MORGUE_BUILD/morgue-search --index=$index"
    mkdir "$BATS_TEST_TMPDIR/archive"
    for name in alder birch cedar; do write "$name" "was sold"; done
    "$MORGUE_BUILD/morgue-index" $1 -q --index="$index" "$BATS_TEST_TMPDIR/archive"
    write alder "was sold again"
    "$MORGUE_BUILD/morgue-index" $1 -q --index="$index" "$BATS_TEST_TMPDIR/archive"
    write dogwood "rose"
    "$MORGUE_BUILD/morgue-index" $1 -q --compact --index="$index" "$BATS_TEST_TMPDIR/archive"
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    xapian-check "$index/shards/4"
    xapian-delve "$index" | grep -qx 'number of documents = 4'
    xapian-delve "$index" | grep -qx 'highest document id ever used = 4'
    [ "$($search --sort=newest --format=%h grain | sort | paste -sd' ')" = "alder birch cedar dogwood" ]
    [ "$($search --format=%h 'lang:en "sold again"')" = alder ]
    [ "$($search --zero-ok -c 'grain NOT lang:en')" = 0 ]
    [ "$($search --facet=source --csv source:gazette | tail -1 | tr -d '\r')" = source,Gazette,4 ]
    [ "$($search --sort=added --format=%h 'has:headline' | paste -sd' ')" = "dogwood cedar birch alder" ]
}

@test "a merge leaves no gaps, over which libxapian stumbles where all articles have a word" {
    leave_no_gaps ""
}

@test "nor does a merge through libxapian" {
    leave_no_gaps --write-through-libxapian
}

# leave_out WAY
leave_out() {
    local index=$BATS_TEST_TMPDIR/index name
    local search="$MORGUE_BUILD/morgue-search --index=$index"
    mkdir "$BATS_TEST_TMPDIR/archive"
    for name in alder birch; do write "$name" "was sold"; done
    "$MORGUE_BUILD/morgue-index" $1 -q --index="$index" "$BATS_TEST_TMPDIR/archive"
    for name in alder birch; do write "$name" "was bought"; done
    "$MORGUE_BUILD/morgue-index" $1 -q --compact --index="$index" "$BATS_TEST_TMPDIR/archive"
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    [ "$($search -c 'grain bought')" = 2 ]
    [ "$($search --zero-ok -c sold)" = 0 ]
    xapian-delve -t Zsold "$index" | grep -q 'not in database'
    rm "$BATS_TEST_TMPDIR"/archive/*
    touch "$BATS_TEST_TMPDIR/archive/empty.txt"
    run "$MORGUE_BUILD/morgue-index" $1 -q --prune=force --compact --index="$index" \
        "$BATS_TEST_TMPDIR/archive"
    [ "$status" -eq 3 ]
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    [ "$($search --zero-ok -c '*')" = 0 ]
}

@test "a shard of which nothing lives is left out of a merge" {
    leave_out ""
}

@test "and of a merge through libxapian" {
    leave_out --write-through-libxapian
}

@test "merges of both makes hold the same" {
    local way
    mkdir "$BATS_TEST_TMPDIR/archive"
    for way in "" --write-through-libxapian; do
        cp -R "$root/samples/archive" "$BATS_TEST_TMPDIR/archive/samples"
        "$MORGUE_BUILD/morgue-index" $way -q -d "$BATS_TEST_TMPDIR/index$way" "$BATS_TEST_TMPDIR/archive"
        find "$BATS_TEST_TMPDIR/archive" -name '*.json*' -delete
        write alder "was sold"
        "$MORGUE_BUILD/morgue-index" $way -q --prune=force --compact -d "$BATS_TEST_TMPDIR/index$way" \
            "$BATS_TEST_TMPDIR/archive"
        "$MORGUE_BUILD/tests/faults/contents" "$BATS_TEST_TMPDIR/index$way" >"$BATS_TEST_TMPDIR/holds$way"
        rm -r "$BATS_TEST_TMPDIR"/archive/*
    done
    [ "$(wc -c <"$BATS_TEST_TMPDIR/holds")" -gt 100000 ]
    cmp "$BATS_TEST_TMPDIR/holds" "$BATS_TEST_TMPDIR/holds--write-through-libxapian"
}

# few_open_files LIMIT COMMAND...: with at most 20 open files, whatever the caller of the tests had open.
few_open_files() {
    (
        limit=$1
        shift
        for file in /proc/self/fd/*; do
            [ "${file##*/}" -le 2 ] || eval "exec ${file##*/}>&-"
        done
        ulimit "$limit" -n 20
        exec "$@"
    )
}

@test "a low soft limit of open files is no limit for an index of several shards" {
    mkdir "$BATS_TEST_TMPDIR/archive"
    for number in 1 2 3 4; do
        printf 'Lighthouse %s\n\nIts lamp is lit again.\n' "$number" \
            >"$BATS_TEST_TMPDIR/archive/$number.txt"
        "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/archive"
    done
    [ "$(grep -c '^glass ' "$BATS_TEST_TMPDIR/index/XAPIANDB")" -eq 4 ]
    # There are five files a shard, and the index's own. Where the hard limit is as low, there is an
    # error, but no damage.
    few_open_files -S "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/index" -c lamp \
        >"$BATS_TEST_TMPDIR/out"
    [ "$(cat "$BATS_TEST_TMPDIR/out")" -eq 4 ]
    status=0
    few_open_files -SH "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/index" -c lamp \
        2>"$BATS_TEST_TMPDIR/err" || status=$?
    cat "$BATS_TEST_TMPDIR/err"
    [ "$status" -eq 1 ]
    grep -q 'glass.*(Too many open files)' "$BATS_TEST_TMPDIR/err"
    ! grep damaged "$BATS_TEST_TMPDIR/err" || false
    few_open_files -S "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" --compact
    [ "$(grep -c '^glass ' "$BATS_TEST_TMPDIR/index/XAPIANDB")" -eq 1 ]
}
