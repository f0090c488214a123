# What the tests of faults share: an archive, the phases of an index's life, and what must hold after
# a fault in one of them. For bats.

# The most moments of a kind for each phase; `make check-faults` tries all there are.
: "${FAULTS:=4}"

make_place() {
    # In memory where that can be: a killed process leaves the same there, and syncing takes no time.
    work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
    archive=$work/archive
    index=$work/index
    export LC_ALL=C.UTF-8
    mkdir "$archive"
}

remove_place() {
    rm -rf "$work"
}

# Articles FIRST to LAST with a text of their own; every fifth story is in two files.
write() {
    python3 - "$archive" "$@" <<'WRITE'
import sys
archive, first, last, state = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
for number in range(first, last):
    story = number - 1 if number % 5 == 1 else number
    words = " ".join(f"word{story * i % 997}" for i in range(60))
    with open(f"{archive}/{number:04}.md", "w") as file:
        file.write(f"---\ntitle: Story {story}\nurl: https://a.example/{story}\n---\n\n{words} {state}.\n")
WRITE
}

run_indexer() {
    "$MORGUE_BUILD/morgue-index" -q --jobs=1 --prune=force --index="$index" "$@"
}

# All that an index holds but the order of addition; "none" where there is none.
contents() {
    [ -e "$1/XAPIANDB" ] || { echo none; return; }
    "$MORGUE_BUILD/tests/faults/contents" "$1" | sha256sum
}

# What an undisturbed run gives.
undisturbed() {
    rm -rf "$work/fresh"
    "$MORGUE_BUILD/morgue-index" -q --index="$work/fresh" "$archive" || [ "$?" -eq 3 ]
    contents "$work/fresh"
}

# Brings archive and index to the beginning of a phase; $arguments are those of its run.
prepare() {
    write 0 100 "as it was"
    arguments=("$archive")
    [ "$1" = build ] || run_indexer "$archive"
    case $1 in
    build) ;;
    update)
        write 60 80 "as it has become"
        write 100 120 "as it was"
        rm "$archive"/00[0-2]?.md
        ;;
    prune) rm "$archive"/00[0-5]?.md ;;
    merge)
        write 60 80 "as it has become"
        rm "$archive"/000?.md
        run_indexer "$archive"
        arguments=(--compact)
        ;;
    rebuild)
        write 60 120 "as it has become"
        arguments=(--rebuild)
        ;;
    esac
    before=$(contents "$index")
    rm -rf "$work/before"
    [ ! -e "$index" ] || cp -a "$index" "$work/before"
}

restore() {
    rm -rf "$index"
    [ ! -e "$work/before" ] || cp -a "$work/before" "$index"
}

# Runs the phase undisturbed: $after is what the index then holds. Prints how many calls there were.
count_calls() {
    rm -f "$work/tally"
    restore
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$index FAULT_TALLY=$work/tally \
        run_indexer "${arguments[@]}"
    after=$(contents "$index")
    [ "$after" = "$(undisturbed)" ]
}

# How many calls of a kind count_calls() has seen.
calls() {
    sed -n "s/^$1 //p" "$work/tally"
}

# FAULTS of the numbers 1 to $1, evenly spaced, or $2 of them; all if there are no more.
moments() {
    local step=$((($1 + ${2:-$FAULTS} - 1) / ${2:-$FAULTS}))
    seq $(((step + 1) / 2)) "$step" "$1"
}

# The phase with a fault at call NUMBER of a kind, or with $4 at that one and all later ones: $status
# and $err.
strike() {
    status=0
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$index FAULT_CALL=$1 \
        FAULT_NUMBER=$2 FAULT_ERROR=$3 FAULT_ONWARD=${4-} run_indexer "${arguments[@]}" \
        2>"$work/err" || status=$?
    err=$(cat "$work/err")
}

# The index is as it was at one commit, and is sound.
is_one_commit() {
    local found
    found=$(contents "$index")
    [ "$found" = "$before" ] || [ "$found" = "$after" ] || { echo "neither before nor after"; return 1; }
    [ "$found" = none ] || is_sound
}

# By our check and by Xapian's.
is_sound() {
    local shard
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    while read -r shard; do
        xapian-check "$index/$shard" >"$work/xapian-check" || { cat "$work/xapian-check"; return 1; }
    done < <(sed -n 's/^glass //p' "$index/XAPIANDB")
}

# The next run completes what was begun: all is as if nothing had happened, and nothing is left.
is_completed() {
    run_indexer "${arguments[@]}"
    [ "$(contents "$index")" = "$after" ]
    "$MORGUE_BUILD/morgue-index" --check --index="$index"
    diff <(sed -nE 's,^(glass shards/|# retired )([0-9]+).*,\2,p' "$index/XAPIANDB" | sort) \
        <(ls "$index/shards" | sort)
    [ "$(ls "$index" | tr '\n' ' ')" = "XAPIANDB lock morgue.ini shards " ]
}
