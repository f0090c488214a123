#!/usr/bin/env bats
# morgue-index --rebuild: the same archive in a fresh index, or the old index as it was.

load ../support/indexing

search() {
    "$MORGUE_BUILD/morgue-search" --zero-ok "$@"
}

# Articles FIRST to LAST.
articles() {
    for number in $(seq "$1" "$2"); do
        printf 'Headline %s\n\nThe text of article number %s.\n' "$number" "$number" >"$archive/$number.txt"
    done
}

# All that a search says of each article, its id and its place in the order of addition among it.
contents() {
    search --sort=added --json -n 0 -- '*'
}

uuid() {
    sed -n 's/^uuid=//p' "$index/morgue.ini"
}

shards() {
    sed -n 's/^glass shards.//p' "$index/XAPIANDB"
}

nothing_is_left() {
    [ ! -e "$index/rebuild" ]
    for name in "$index"/shards/*; do
        grep -qE "(shards/|retired )${name##*/}\b" "$index/XAPIANDB" || { echo "left: $name"; return 1; }
    done
}

@test "ids, order of addition, uuid, time zone and languages stay" {
    articles 5 6
    index --timezone=Europe/Berlin --lang=en "$archive"
    expect 0
    articles 1 2
    index --lang=en "$archive"
    printf 'Headline 5\n\nAnother text of article five.\n' >"$archive/5.txt"
    index --lang=en "$archive"
    articles 3 3
    index --lang=en "$archive"
    expect 0
    local before ini old
    before=$(contents)
    ini=$(cat "$index/morgue.ini")
    old=$(shards)
    index --rebuild --lang=en
    expect 0
    [ -z "$out$err" ]
    [ "$(contents)" = "$before" ]
    [ "$(cat "$index/morgue.ini")" = "$ini" ]
    for number in $old; do
        [[ " $(shards) " != *" $number "* ]]
        grep -q "^# retired $number " "$index/XAPIANDB"
    done
    nothing_is_left
    index --check
    expect 0
    # A usual run goes on from there, and opens nothing again.
    index -v --lang=en "$archive"
    [[ $err == *"6 files, 0 of them"* || $err == *"5 files, 0 of them"* ]]
    articles 9 9
    index --lang=en "$archive"
    [ "$(contents | head -n 5)" != "$before" ]
    [ "$(search --sort=added -l -n 1 -- '*')" = "$archive/9.txt" ]
}

@test "what a name has been given is not new after a rebuild, and what comes then is" {
    articles 1 3
    index "$archive"
    [ "$(search --new=watch -l -n 0 -- article | wc -l)" -eq 3 ]
    articles 4 4
    index --rebuild
    expect 0
    [ "$(search --new=watch -l -n 0 -- article)" = "$archive/4.txt" ]
    [ -z "$(search --new=watch -l -n 0 -- article)" ]
    index --rebuild
    expect 0
    [ -z "$(search --new=watch -l -n 0 -- article)" ]
}

@test "all roots are read, and ids of the second keep its name" {
    articles 1 2
    mkdir "$BATS_TEST_TMPDIR/second"
    printf 'Ferry\n\nThe ferry of the second root.\n' >"$BATS_TEST_TMPDIR/second/ferry.txt"
    index "$archive" "$BATS_TEST_TMPDIR/second"
    local before
    before=$(contents)
    index --rebuild
    expect 0
    [ "$(contents)" = "$before" ]
    # An index inside the archive is no part of it.
    index -d "$archive/index" "$archive"
    index -d "$archive/index" --rebuild
    expect 0
    [ "$(search -d "$archive/index" -c -- '*')" -eq 2 ]
}

@test "a root that is gone or empty, or too much of it, leaves the index as it was" {
    articles 1 10
    mkdir "$BATS_TEST_TMPDIR/second"
    printf 'Ferry\n\nThe ferry of the second root.\n' >"$BATS_TEST_TMPDIR/second/ferry.txt"
    index "$archive" "$BATS_TEST_TMPDIR/second"
    local before
    before=$(contents)
    rm "$BATS_TEST_TMPDIR/second/ferry.txt"
    index --rebuild
    expect 4
    [[ $err == *"$BATS_TEST_TMPDIR/second: 1 of 1 articles"*"hint: "*"mount it"* ]]
    nothing_is_left
    rmdir "$BATS_TEST_TMPDIR/second"
    index --rebuild
    expect 1
    [[ $err == *"$BATS_TEST_TMPDIR/second: No such file"* ]]
    mkdir "$BATS_TEST_TMPDIR/second"
    printf 'Ferry\n\nThe ferry of the second root.\n' >"$BATS_TEST_TMPDIR/second/ferry.txt"
    rm "$archive"/[1-3].txt
    index --rebuild
    expect 4
    [[ $err == *"3 of 11 articles"*"--prune=force"* ]]
    [ "$(contents)" = "$before" ]
    nothing_is_left
    index --rebuild --prune=force
    expect 0
    [ "$(search -c -- '*')" -eq 8 ]
}

@test "what came by standard input is not dropped unasked" {
    articles 1 5
    index "$archive"
    printf 'Headline\n\nFrom standard input.\n' | "$MORGUE_BUILD/morgue-index" -
    index --rebuild
    expect 4
    [[ $err == *"standard input: 1 of 1 articles"*"hint: "* ]]
    [ "$(search -c standard)" -eq 1 ]
    index --rebuild --prune=force
    expect 0
    [ "$(search -c -- '*')" -eq 5 ]
}

@test "a damaged table is no hindrance, and nothing is lost" {
    articles 1 5
    index "$archive"
    local before
    before=$(contents)
    : >"$index/shards/1/postlist.glass"
    index --check
    expect 65
    index --rebuild
    expect 0
    [ -z "$err" ]
    [ "$(contents)" = "$before" ]
    index --check
    expect 0
    nothing_is_left
}

@test "without a whole stub or ledger the order begins anew, with a new uuid, and it says so" {
    articles 1 5
    index "$archive"
    for damage in shards/1/ledger XAPIANDB; do
        local old ids
        old=$(uuid)
        ids=$(search --ids -n 0 -- '*' | sort)
        damaged=$(sed -n 's/^glass //p' "$index/XAPIANDB")/ledger
        [ "$damage" = XAPIANDB ] && damaged=XAPIANDB
        : >"$index/$damaged"
        index --rebuild
        expect 0
        [[ $err == *"$index/$damaged"*"the order of addition begins anew"* ]]
        [ "$(uuid)" != "$old" ]
        [ "$(search --ids -n 0 -- '*' | sort)" = "$ids" ]
        index --check
        expect 0
        nothing_is_left
        index -v "$archive"
        [[ $err == *"5 files, 0 of them"* ]]
    done
    rm "$index/XAPIANDB"
    index --rebuild
    expect 0
    [ "$(search -c -- '*')" -eq 5 ]
    index "$archive"
    index --check
    expect 0
}

@test "without morgue.ini the paths have to be given" {
    articles 1 5
    index "$archive"
    for damage in empty text none; do
        case $damage in
        empty) : >"$index/morgue.ini" ;;
        text) echo 'no key file' >"$index/morgue.ini" ;;
        none) rm "$index/morgue.ini" ;;
        esac
        index --rebuild
        expect 65
        [[ $err == *"$index/morgue.ini"*"hint: name it: morgue-index --index=$index --rebuild PATH"* ]]
        [ ! -e "$index/rebuild" ]
        index --rebuild "$archive"
        expect 0
        [ "$(search -c -- '*')" -eq 5 ]
        index --check
        expect 0
    done
}

@test "the lock is that of any run, and what only looks goes on" {
    articles 1 5
    index "$archive"
    exec 4>>"$index/lock"
    flock 4
    index --rebuild
    expect 75
    exec 4>&-
    index --rebuild
    expect 0
}

@test "wrong usage, and no index" {
    index --rebuild
    expect 66
    [[ $err == *"there is no index"* ]]
    [ ! -e "$index" ]
    for arguments in --check --audit --dry-run --formats; do
        index --rebuild "$arguments"
        expect 2
        [[ $err == *"hint: "* ]]
    done
}

# Enough to be in the middle for a while.
many() {
    python3 - "$archive" <<'MANY'
import json, sys
for name in range(40):
    with open(f"{sys.argv[1]}/{name:02}.jsonl", "w") as file:
        for number in range(100):
            words = " ".join(f"word{(name * 100 + number) * i % 997}" for i in range(60))
            file.write(json.dumps({"headline": f"Story {name} {number}", "body": words,
                                   "url": f"https://a.example/{name}/{number}"}) + "\n")
MANY
}

@test "killed before each of its renames: shards and settings are both of before, or both of after" {
    articles 1 5
    index "$archive"
    : >"$index/shards/1/ledger" # so that the uuid changes, too
    articles 6 6
    cp -a "$index" "$BATS_TEST_TMPDIR/before"
    local old number count published
    old=$(uuid)
    for number in $(seq 20); do
        rm -rf "$index"
        cp -a "$BATS_TEST_TMPDIR/before" "$index"
        status=0
        LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$index FAULT_CALL=rename \
            FAULT_NUMBER=$number FAULT_ERROR=kill "$MORGUE_BUILD/morgue-index" --rebuild || status=$?
        [ "$status" -ne 0 ] || break
        count=$(search -c -- '*')
        [ "$count" -eq 5 ] || [ "$count" -eq 6 ]
        published=$(xapian-metadata get "$index" morgue.uuid)
        [ "$count" -eq 6 ] || [ "$published" = "$old" ]
        [ "$count" -eq 5 ] || [ "$published" != "$old" ]
        # The ledger of before is damaged, so the next run can only be another rebuild.
        if [ "$count" -eq 6 ]; then
            index --check
            expect 0
            articles 7 7
            index "$archive"
            expect 0
            [ "$(search -c -- '*')" -eq 7 ]
            rm "$archive/7.txt"
        else
            [ "$(uuid)" = "$old" ]
            index --rebuild
            expect 0
            [ "$(search -c -- '*')" -eq 6 ]
            published=$(uuid)
        fi
        [ "$(uuid)" = "$published" ]
        [ "$(xapian-metadata get "$index" morgue.uuid)" = "$published" ]
        [ -z "$(find "$index" -name 'morgue.ini-*')" ]
        nothing_is_left
    done
    [ "$status" -eq 0 ]
    [ "$number" -gt 5 ]
}

@test "a signal ends it after the file at hand, with the index as it was" {
    many
    index "$archive"
    expect 0
    local before stub process status
    before=$(contents | sha256sum)
    for _ in 1 2 3 4 5; do # on a busy machine it may be done before the signal comes
        stub=$(cat "$index/XAPIANDB")
        : >"$BATS_TEST_TMPDIR/err"
        "$MORGUE_BUILD/morgue-index" -v --rebuild --jobs=1 2>"$BATS_TEST_TMPDIR/err" &
        process=$!
        while kill -0 "$process" 2>/dev/null && ! grep -q "^00" "$BATS_TEST_TMPDIR/err"; do sleep 0.002; done
        kill -TERM "$process" 2>/dev/null || true
        status=0
        wait "$process" || status=$?
        [ "$status" -eq 0 ] || break
    done
    [ "$status" -eq 143 ]
    grep -q '^the index is as it was$' "$BATS_TEST_TMPDIR/err"
    [ "$(cat "$index/XAPIANDB")" = "$stub" ]
    [ "$(contents | sha256sum)" = "$before" ]
    nothing_is_left
}

@test "searches answer at every moment of a rebuild" {
    many
    index "$archive"
    local process searches=0
    (for _ in 1 2 3; do "$MORGUE_BUILD/morgue-index" --rebuild || exit; done) &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
        [ "$(search -c -- word1)" -gt 0 ]
        searches=$((searches + 1))
    done
    wait "$process"
    [ "$searches" -gt 3 ]
    [ "$(search -c -- '*')" -eq 4000 ]
}

@test "an index of an older schema version is rebuilt" {
    articles 1 5
    index "$archive"
    sed -i '1s/morgue [0-9]*/morgue 1/' "$index/XAPIANDB"
    index "$archive"
    expect 65
    [[ $err == *"schema version 1"*"--rebuild"* ]]
    index --rebuild
    expect 0
    [[ $err == *"schema version 1"*"the order of addition begins anew"* && $err != *hint* ]]
    [ "$(search -c -- '*')" -eq 5 ]
    index --check
    expect 0
}

@test "an empty archive gives an empty index, but not where it cannot be told what there was" {
    index "$archive"
    index --rebuild
    expect 0
    [ "$(search -c -- '*')" -eq 0 ]
    articles 1 2
    index "$archive"
    rm "$archive"/*
    echo damage >"$index/XAPIANDB"
    index --rebuild
    expect 4
    [[ $err == *"there is no article in the archive"*"hint: "*"--prune=force" ]]
    index --rebuild --prune=force
    expect 0
    [ "$(search -c -- '*')" -eq 0 ]
    index --check
    expect 0
}
