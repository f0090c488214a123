#!/usr/bin/env bats
# kill -9 at many moments of a run: the index is as it was before or as it is after, it is sound, and
# the next run makes of it what an undisturbed one would have.

setup() {
    # In memory where that can be: a killed process leaves the same there, and syncing takes no time.
    work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
    archive=$work/archive
    index=$work/index
    export LC_ALL=C.UTF-8
    mkdir "$archive"
    write 0 150 "as it was"
}

teardown() {
    rm -rf "$work"
}

# Articles FIRST to LAST with a text of their own; every fifth story is in two files.
write() {
    python3 - "$archive" "$@" <<'WRITE'
import sys
archive, first, last, state = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
for number in range(first, last):
    story = number - 1 if number % 5 == 1 else number
    words = " ".join(f"word{story * i % 997}" for i in range(100))
    with open(f"{archive}/{number:04}.md", "w") as file:
        file.write(f"---\ntitle: Story {story}\nurl: https://a.example/{story}\n---\n\n{words} {state}.\n")
WRITE
}

run() {
    "$MORGUE_BUILD/morgue-index" -q --prune=force --index="$index" "$@"
}

# All articles of an index; "none" where there is none.
contents() {
    [ -e "$1/XAPIANDB" ] || { echo none; return; }
    "$MORGUE_BUILD/morgue-search" --zero-ok --index="$1" --json -n 0 -- '*' | sed 's/"rank":[0-9]*,//' | sort
}

# What an undisturbed run gives.
undisturbed() {
    rm -rf "$work/fresh"
    "$MORGUE_BUILD/morgue-index" -q --index="$work/fresh" "$archive"
    contents "$work/fresh"
}

# Runs the indexer COUNT times, from the same state each time, and kills it ever later.
kill_at_many_moments() {
    local count=$1 number before after seconds started=$EPOCHREALTIME
    shift
    before=$(contents "$index")
    rm -rf "$work/before"
    [ ! -e "$index" ] || cp -a "$index" "$work/before"
    run "$@"
    seconds=$(python3 -c "print($EPOCHREALTIME - $started)")
    after=$(contents "$index")
    [ "$after" = "$(undisturbed)" ]
    for number in $(seq "$count"); do
        rm -rf "$index"
        [ ! -e "$work/before" ] || cp -a "$work/before" "$index"
        timeout -s KILL "$(python3 -c "print($seconds * ($number - 0.5) / $count)")" \
            "$MORGUE_BUILD/morgue-index" -q --prune=force --index="$index" "$@" || true
        local found
        found=$(contents "$index")
        [ "$found" = "$before" ] || [ "$found" = "$after" ]
        [ ! -e "$index/XAPIANDB" ] || "$MORGUE_BUILD/morgue-index" --check --index="$index"
        run "$@"
        [ "$(contents "$index")" = "$after" ]
        "$MORGUE_BUILD/morgue-index" --check --index="$index"
        # Nothing is left but what the stub names.
        diff <(sed -nE 's,^(glass shards/|# retired )([0-9]+).*,\2,p' "$index/XAPIANDB" | sort) \
            <(ls "$index/shards" | sort)
        [ ! -e "$index/XAPIANDB.new" ]
    done
}

@test "while the index is being built" {
    kill_at_many_moments 8 "$archive"
}

@test "while it is brought up to date: new, changed, vanished" {
    run "$archive"
    write 100 130 "as it has become"
    write 150 180 "as it was"
    rm "$archive"/00[0-3]?.md
    kill_at_many_moments 9 "$archive"
}

@test "while it is compacted" {
    run "$archive"
    write 100 130 "as it has become"
    rm "$archive"/000?.md
    run "$archive"
    kill_at_many_moments 8 --compact
}
