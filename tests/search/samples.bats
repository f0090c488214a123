#!/usr/bin/env bats
# Every line of samples/queries.tsv finds what it says, over samples/archive.

setup_file() {
    root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    export root
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_FILE_TMPDIR/index" "$root/samples/archive"
}

# search OPTION... -- QUERY
search() {
    "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" --relative "$@"
}

# Prints what is wrong with the answer to one line of the tour, or nothing.
check_line() {
    local query=$1 words=$2 expected=$3 options=() found status=0
    local kind=${expected%% *} wanted=${expected#* }
    [ "$words" = - ] || read -ra options <<<"$words"
    if [ "$kind" = count ]; then
        found=$(search -c "${options[@]}" -- "$query" 2>&1) || status=$?
    else
        found=$(search -n 0 -l "${options[@]}" -- "$query" 2>&1) || status=$?
    fi
    case $kind in
    all | first)
        wanted=$(sed 's/ | /\n/g' <<<"$wanted" | sort)
        found=$(sort <<<"$found")
        ;;
    order) wanted=$(sed 's/ | /\n/g' <<<"$wanted") ;;
    count) ;;
    none)
        [ "$status" = 1 ] && [ -z "$found" ] || echo "$query: exit $status, found: $found"
        return
        ;;
    *) echo "$query: unknown expectation '$expected'" ;;
    esac
    [ "$status" = 0 ] && [ "$found" = "$wanted" ] ||
        printf '%s %s: exit %s\n%s\n' "$words" "$query" "$status" \
            "$(diff --label wanted --label found -u <(echo "$wanted") <(echo "$found"))"
}

@test "the tour of the query language finds what it says" {
    wrong=
    lines=0
    while IFS=$'\t' read -r query options expected shows; do
        case $query in '#'*) continue ;; esac
        [ -n "$shows" ]
        lines=$((lines + 1))
        answer=$(check_line "$query" "$options" "$expected")
        [ -z "$answer" ] || wrong+=$answer$'\n'
    done <"$root/samples/queries.tsv"
    echo "$wrong"
    [ -z "$wrong" ]
    [ "$lines" -gt 40 ]
}

@test "words of menus, banners and boxes are not found" {
    for word in newsletter crosswords guestbook chirrup dentists potholes gadgets \
        giveaways lottery kayak imprint impressum datenschutz kleinanzeigen gewinnspiel; do
        run search -c -- "$word"
        [ "$status" = 1 ] || { echo "$word: $output"; return 1; }
    done
}

@test "a second run over the same archive changes nothing" {
    before=$(search -n 0 --ids --sort added -- '*')
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_FILE_TMPDIR/index" "$root/samples/archive"
    [ "$(search -n 0 --ids --sort added -- '*')" = "$before" ]
}
