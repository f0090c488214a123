#!/usr/bin/env bats
# Several indexes at once: here, and served by xapian-tcpsrv.

setup_file() {
    work=$BATS_FILE_TMPDIR
    export work
    article one/a "Harbour strike" 2022-03-01 Gazette "The dockers strike. The harbour is shut."
    article one/b "Harbour dues" 2021-03-01 Gazette "Dues rise at the harbour."
    article two/c "Harbour lights" 2020-03-01 Courier "New lights at the harbour."
    article two/d "Fog" "" Courier "Fog, and a strike of the harbour pilots."
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$work/i1" "$work/one"
    # Two shards, so that the documents of the indexes interleave.
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$work/i2" "$work/two"
    article two/e "Nebel" 2019-05 Kurier "Nebel am Hafen; harbour pilots wait."
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$work/i2" "$work/two"
    serve "$work/i2"
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")"
}

# article FILE HEADLINE DATE SOURCE TEXT
article() {
    mkdir -p "$work/${1%/*}"
    {
        echo "Headline: $2"
        [ -z "$3" ] || echo "Date: $3"
        printf 'Source: %s\n\n%s\n' "$4" "$5"
    } >"$work/$1.txt"
}

# serve INDEX: its address goes to the file `address`
serve() {
    local try
    for try in 1 2 3; do
        port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        # A group of its own: the server ends its whole group with itself.
        setsid xapian-tcpsrv -I 127.0.0.1 -p "$port" "$1" >"$work/server.$try" 2>&1 3>&- &
        echo $! >"$work/pid"
        for _ in $(seq 50); do
            ! grep -q Listening "$work/server.$try" || break 2
            sleep 0.1
        done
    done
    echo "127.0.0.1:$port" >"$work/address"
}

setup() {
    bats_require_minimum_version 1.5.0
    address=$(cat "$BATS_FILE_TMPDIR/address")
    cd "$work" || return
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" "$@"
}

names() {
    "$MORGUE_BUILD/morgue-search" --relative -l -n 0 "$@" | sort | tr '\n' ' '
}

# Both ways to name the second index give the same.
each_place() {
    for place in i2 "$address"; do
        "$@"
    done
}

check_articles() {
    [ "$(names -d i1 -d "$place" harbour)" = "a.txt b.txt c.txt d.txt e.txt " ]
    [ "$(names -d i1 -d "$place" strike)" = "a.txt d.txt " ]
    [ "$(names -d i1 -d "$place" headline:harbour date:2020..)" = "a.txt b.txt c.txt " ]
    [ "$(names -d i1 -d "$place" harbour date:2020..2021)" = "b.txt c.txt " ]
    [ "$(names -d i1 -d "$place" harbour date:2019..2021-04)" = "b.txt c.txt e.txt " ]
    [ "$(names -d i1 -d "$place" harbour date:2019-06..)" = "a.txt b.txt c.txt " ]
    search -d i1 -d "$place" --sort newest -l harbour
    [ "${lines[0]}" = "$work/one/a.txt" ]
    [ "${lines[2]}" = "$work/two/c.txt" ]
    [ "${lines[4]}" = "$work/two/d.txt" ]
    search -d i1 -d "$place" -c harbour
    [ "$output" = 5 ]
    search -d i1 -d "$place" "file:$work/two/c.txt" -c
    [ "$output" = 1 ]
    [ "$(names -d i1 -d "$place" --sort none 'harbour -strike')" = "b.txt c.txt e.txt " ]
    "$MORGUE_BUILD/morgue-search" -d i1 -d "$place" -l --sort none -n 0 harbour | sort >"$BATS_TEST_TMPDIR/none"
    "$MORGUE_BUILD/morgue-search" -d i1 -d "$place" -l -n 0 harbour | sort | diff - "$BATS_TEST_TMPDIR/none"
    [ "$(names -d i1 -d "$place" '"harbour is shut"')" = "a.txt " ]
}

@test "articles of both, with the paths of each" {
    each_place check_articles
}

check_near() {
    [ "$(names -d i1 -d "$place" 'pilot NEAR/2 harbour')" = "d.txt e.txt " ]
    [ "$(names -d i1 -d "$place" 'docker ADJ/1 strikes')" = "a.txt " ]
}

@test "NEAR and ADJ find all forms of a word in both" {
    each_place check_near
}

check_reports() {
    search -d i1 -d "$place" --json --facet source harbour
    [ "${lines[0]}" = '{"v":1,"facet":"source","value":"Courier","n":2}' ]
    [ "${lines[1]}" = '{"v":1,"facet":"source","value":"Gazette","n":2}' ]
    [ "${lines[3]}" = '{"v":1,"facet":"source","found":5,"without":0,"values":3}' ]
    search -d i1 -d "$place" --json --timeline year harbour
    [ "${lines[0]}" = '{"v":1,"year":"2019","n":1,"N":1,"share":1.000000}' ]
    [ "${lines[4]}" = '{"v":1,"timeline":"year","found":5,"undated":1,"imprecise":0}' ]
}

@test "facets and timelines of both" {
    each_place check_reports
}

check_json() {
    search -d i1 -d "$place" --json lights
    [[ $output = *'"index":"'"$place"'","file":"'"$work"'/two/c.txt"'* ]]
    [[ $output = *'"text":"New lights at the harbour.","hl":[[4,10]]'* ]]
    id=$("$MORGUE_BUILD/morgue-search" -d "$place" --ids lights)
    search -d i1 -d "$place" --show "$id"
    [ "$status" = 0 ]
    [[ $output = *"New lights at the harbour."* ]]
}

@test "JSON names the index, where several are searched" {
    each_place check_json
    search -d i1 --json dues
    [[ $output != *'"index"'* ]]
}

@test "an index that is given twice is searched once" {
    ln -sfn i1 link
    cp -r i1 "$BATS_TEST_TMPDIR/copy"
    for again in i1 link "$BATS_TEST_TMPDIR/copy"; do
        search -d i1 -d "$again" -c harbour
        [ "$output" = 2 ]
    done
    search -d "$address" -d i2 -c harbour
    [ "$output" = 3 ]
}

@test "the same article in two indexes is shown once" {
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$BATS_TEST_TMPDIR/i3" one
    id=$("$MORGUE_BUILD/morgue-search" -d i1 --ids dues)
    search -d i1 -d "$BATS_TEST_TMPDIR/i3" --show "$id"
    [ "$status" = 0 ]
    [ "$(grep -c 'Dues rise' <<<"$output")" = 1 ]
}

@test "replaced versions stay hidden in each index" {
    cp -r one "$BATS_TEST_TMPDIR/three"
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$BATS_TEST_TMPDIR/i3" "$BATS_TEST_TMPDIR/three"
    printf 'Headline: Changed\n\nThe harbour has changed.\n' >"$BATS_TEST_TMPDIR/three/b.txt"
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$BATS_TEST_TMPDIR/i3" "$BATS_TEST_TMPDIR/three"
    search -d i2 -d "$BATS_TEST_TMPDIR/i3" -c harbour
    [ "$output" = 5 ]
    search -d i2 -d "$BATS_TEST_TMPDIR/i3" -c dues
    [ "$output" = 0 ]
    search -d "$address" -d "$BATS_TEST_TMPDIR/i3" -c dues
    [ "$status" = 2 ]
    [[ $stderr = *"morgue-index --compact drops them"* ]]
}

@test "one that is missing: exit 66 with its name" {
    search -d i1 -d nowhere harbour
    [ "$status" = 66 ]
    [[ $stderr = *"nowhere: there is no index"* ]]
    [ -z "$output" ]
}

@test "a host that does not answer: what was found, and exit 69" {
    search -d i1 -d 127.0.0.1:1 -l --relative dues
    [ "$status" = 69 ]
    [ "$output" = b.txt ]
    [[ $stderr = *"the archive does not answer: 127.0.0.1:1: "* ]]
    search -d 127.0.0.1:1 -l dues
    [ "$status" = 69 ]
    [ -z "$output" ]
    search -d 127.0.0.1:99999 -l dues
    [ "$status" = 2 ]
}

@test "many queries: a host that does not answer is named once, the rest is answered, exit 69" {
    printf 'd\tdues\nh\tharbour\n' >"$BATS_TEST_TMPDIR/queries"
    search -d i1 -d 127.0.0.1:1 --queries "$BATS_TEST_TMPDIR/queries" -l --relative
    [ "$status" = 69 ]
    [ "$(cut -f1 <<<"$output" | sort | uniq -c | tr -s ' \n' ' ')" = " 1 d 2 h " ]
    [ "$(grep -c '127.0.0.1:1' <<<"$stderr")" = 1 ]
    search -d 127.0.0.1:1 --queries "$BATS_TEST_TMPDIR/queries" -c
    [ "$status" = 69 ]
    [[ $stderr = *"queries:1: the archive does not answer"*"queries:2: the archive does not answer"* ]]
    printf '"open\n' >>"$BATS_TEST_TMPDIR/queries"
    search -d i1 -d 127.0.0.1:1 --queries "$BATS_TEST_TMPDIR/queries" -c
    [ "$status" = 2 ]
}

@test "what a host cannot do is refused" {
    for query in 'strike SENT dockers' 'strike PARA dockers' 'ATLEAST/2 harbour' '"the harbour" NEAR/3 pilots'; do
        search -d i1 -d "$address" "$query"
        [ "$status" = 2 ]
        [[ $stderr = *"$address: SENT, PARA, ATLEAST and phrases inside"* ]]
        search -d i1 -d i2 "$query"
        [ "$status" = 0 ]
    done
    search -d "$address" --feedback harbour
    [ "$status" = 2 ]
    [[ $stderr = *"cannot be ranked with --feedback"* ]]
    search -d "$address" --sort oldest harbour
    [ "$status" = 2 ]
    [[ $stderr = *"--sort=newest"* ]]
    XDG_STATE_HOME=$BATS_TEST_TMPDIR/state search -d "$address" --new storms harbour
    [ "$status" = 2 ]
    [[ $stderr = *"$address: --new does not go with an archive on another host"* ]]
}
