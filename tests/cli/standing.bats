#!/usr/bin/env bats
# Standing queries for cron: --new gives each article once, --deliver hands results to a command.

setup() {
    bats_require_minimum_version 1.5.0
    archive=$BATS_TEST_TMPDIR/archive
    index=$BATS_TEST_TMPDIR/index
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    add one "Storm over the bay" 2020-01-03
    add two "Storm on the moor" 1987-05-01
    add three "A quiet day" 2020-01-04
    reindex
}

# add NAME HEADLINE DATE
add() {
    mkdir -p "$archive"
    printf 'Headline: %s\nDate: %s\n\nThe harbour at Quillhaven has had a word of it.\n' "$2" "$3" \
        >"$archive/$1.txt"
}

reindex() {
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC --index="$index" "$archive"
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

# Headlines of what is new.
new() {
    search --new alert --format '%h' "$@" storm
}

@test "everything at first, then nothing, then only what came" {
    new
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 2 ]
    new
    [ "$status" = 1 ]
    [ -z "$output$stderr" ]
    add four "A storm of 1881, found in a cellar" 1881-02-03
    add five "Another quiet day" 2020-01-05
    reindex
    new
    [ "$output" = "A storm of 1881, found in a cellar" ]
    new
    [ "$status" = 1 ]
}

@test "the order is that of addition, whatever the date" {
    new
    add four "Storm, the last" 1700-01-01
    reindex
    add five "Storm, the very last" 1650-01-01
    reindex
    new
    [ "$output" = "Storm, the last"$'\n'"Storm, the very last" ]
}

@test "an article that changes is not new again" {
    new
    add one "Storm over the bay has cleared" 2020-01-03
    reindex
    search storm cleared -c
    [ "$output" = 1 ]
    new
    [ "$status" = 1 ]
}

@test "with a limit the rest comes next time" {
    for letter in a b c d e; do add "$letter" "Storm $letter" 2020-01-01; done
    reindex
    seen=
    for round in 1 2 3; do
        new -n 3
        seen+=$output$'\n'
    done
    [ "$(sort -u <<<"$seen" | grep -c .)" = 7 ]
    [ "$(grep -c . <<<"$seen")" = 7 ]
    new -n 3
    [ "$status" = 1 ]
}

@test "--peek shows and leaves the cursor; --new-reset begins anew" {
    new --peek
    [ "${#lines[@]}" = 2 ]
    new
    [ "${#lines[@]}" = 2 ]
    new --new-reset
    [ "${#lines[@]}" = 2 ]
    new
    [ "$status" = 1 ]
}

@test "another query, another scope, another index: refused, until --new-reset" {
    new
    search --new alert quiet
    [ "$status" = 2 ]
    [[ $stderr = *"'alert' was asked another query: storm"*"--new-reset"* ]]
    new --since 2020
    [ "$status" = 2 ]
    rm -r "$index"
    reindex
    new
    [ "$status" = 2 ]
    [[ $stderr = *"another index"* ]]
    new --new-reset
    [ "${#lines[@]}" = 2 ]
}

@test "an index that is an older copy: refused, until --new-reset" {
    cp -a "$index" "$BATS_TEST_TMPDIR/copy"
    new
    add four "Storm at the quay" 2020-01-05
    reindex
    new
    [ "$output" = "Storm at the quay" ]
    rm -r "$index"
    mv "$BATS_TEST_TMPDIR/copy" "$index"
    new
    [ "$status" = 2 ]
    [[ $stderr = *"'alert' has seen run 2 of the index, which is at run 1: this is an older copy of it"*"--new-reset"* ]]
    new --new-reset
    [ "${#lines[@]}" = 2 ]
    reindex
    new
    [ "$output" = "Storm at the quay" ]
}

@test "a cursor that is damaged is no place to go on from" {
    new
    local cursor=$XDG_STATE_HOME/morgue/new/alert place
    uuid=$(sed -n 's/^index=//p' "$cursor")
    for place in zzz -1 0 00000001000000010000 0000000100000001X; do
        printf '[cursor]\nindex=%s\nquery=storm\nplace=%s\n' "$uuid" "$place" >"$cursor"
        new
        [ "$status" = 1 ]
        [[ $stderr = "morgue-search: $cursor: not a cursor of morgue, or damaged"*"--new-reset"* ]]
    done
    for text in '' '[cursor]' garbage "$(printf '\377\001')"; do
        printf '%s' "$text" >"$cursor"
        new
        [ "$status" = 1 ]
        [[ $stderr = "morgue-search: $cursor: not a cursor of morgue, or damaged"*"--new-reset"* ]]
    done
    new --new-reset
    [ "${#lines[@]}" = 2 ]
}

@test "without a home there is no cursor, not even in the folder at hand" {
    cd "$BATS_TEST_TMPDIR"
    mkdir empty
    cd empty
    unset XDG_STATE_HOME
    HOME='' new
    [ "$status" = 2 ]
    [[ $stderr = *"no directory of your own"*"set HOME"* ]]
    XDG_STATE_HOME=state new
    [ "$status" = 2 ]
    [ -z "$(ls -A)" ]
}

@test "the cursor stays where the output cannot be written" {
    run bash -c '"$1/morgue-search" --index="$2" --new full storm >/dev/full' - "$MORGUE_BUILD" "$index"
    [ "$status" = 1 ]
    [[ $output = *"standard output: No space left"* ]]
    search --new full --ids storm
    [ "${#lines[@]}" = 2 ]
}

@test "nothing is printed where nothing is new, in any form" {
    for form in --json --csv --tsv --atom --ids -l; do
        search --new "forms$form" "$form" nosuchword
        [ "$status" = 1 ]
        [ -z "$output$stderr" ]
    done
    search --new zero --zero-ok nosuchword
    [ "$status" = 0 ]
}

@test "--deliver gives the results to a command, and does not run it for nothing" {
    search --deliver "cat >$BATS_TEST_TMPDIR/mail" --format '%h' storm
    [ "$status" = 0 ]
    [ -z "$output" ]
    [ "$(sort "$BATS_TEST_TMPDIR/mail")" = "Storm on the moor"$'\n'"Storm over the bay" ]
    search --deliver "touch $BATS_TEST_TMPDIR/ran" --csv nosuchword
    [ "$status" = 1 ]
    [ ! -e "$BATS_TEST_TMPDIR/ran" ]
}

@test "a command that fails: exit 74, and the same comes again" {
    search --new alert --deliver 'cat >/dev/null; exit 3' storm
    [ "$status" = 74 ]
    [[ $stderr = *"--deliver: cat >/dev/null; exit 3: "*3* ]]
    search --new alert --deliver /no/such/program storm
    [ "$status" = 74 ]
    search --new alert --deliver "cat >$BATS_TEST_TMPDIR/mail" --ids storm
    [ "$status" = 0 ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/mail")" = 2 ]
    search --new alert --ids --zero-ok storm
    [ -z "$output" ]
}

@test "what does not go with --new is refused" {
    for option in --count --explain --timeline=year --sort=newest --feedback --offset=1; do
        search --new alert "$option" storm
        [ "$status" = 2 ] || { echo "$option"; return 1; }
    done
    search --peek storm
    [ "$status" = 2 ]
    search --new ../evil storm
    [ "$status" = 2 ]
    [ ! -e "$XDG_STATE_HOME/evil" ]
}

@test "the index may be read-only; the cursor is the user's" {
    chmod -R a-w "$index"
    new
    [ "$status" = 0 ]
    [ -f "$XDG_STATE_HOME/morgue/new/alert" ]
    chmod -R u+w "$index"
}

# standing LINE...: a file of standing queries in $file
standing() {
    file=$BATS_TEST_TMPDIR/desk.tsv
    printf '%s\n' "$@" >"$file"
}

@test "a file of queries: each has a cursor of its own, and says whose the articles are" {
    standing $'storms\tstorm' '# not today' $'days\tquiet day' $'none\tnosuchword'
    search --queries "$file" --new desk
    [ "$status" = 0 ]
    [ "$(grep -E '^(==|[0-9]+\.)' <<<"$output")" = "== storms: storm
1. 2020-01-03  Storm over the bay
2. 1987-05-01  Storm on the moor
== days: quiet day
1. 2020-01-04  A quiet day" ] || { echo "$output"; return 1; }
    search --queries "$file" --new desk
    [ "$status" = 1 ]
    [ -z "$output$stderr" ]
    search --queries "$file" --new desk --zero-ok
    [ "$status" = 0 ]
    add four "Storm, once more" 2020-02-01
    reindex
    search --queries "$file" --new desk --tsv
    [ "$(cut -f1,2,7 <<<"$output")" = $'query\trank\theadline\nstorms\t1\tStorm, once more' ] || { echo "$output"; return 1; }
    [ "$(ls "$XDG_STATE_HOME/morgue/new/desk" | grep -v lock | tr '\n' ' ')" = "days none storms " ]
}

@test "a table of standing queries has one header row, wherever the first hit is" {
    standing $'none\tnosuchword' $'storms\tstorm' $'days\tquiet'
    search --queries "$file" --new desk --peek --csv
    [ "${lines[0]%%,*}" = query ]
    [ "$(grep -c '^query,' <<<"$output")" = 1 ]
    [ "${#lines[@]}" = 4 ]
    search --queries "$file" --new desk --peek --json
    [ "$(grep -o '"query":"[a-z]*"' <<<"$output" | tr -d '\n')" = '"query":"storms""query":"storms""query":"days"' ]
}

@test "each answer is delivered by itself; one that fails comes again, the others do not" {
    standing $'storms\tstorm' $'none\tnosuchword' $'days\tquiet day'
    deliver='cat >"$OUT/$MORGUE_QUERY_ID"; echo "$MORGUE_QUERY" >>"$OUT/$MORGUE_QUERY_ID"; [ "$MORGUE_QUERY_ID" != storms ]'
    export OUT=$BATS_TEST_TMPDIR/out
    mkdir "$OUT"
    search --queries "$file" --new desk --deliver "$deliver" --ids
    [ "$status" = 74 ]
    [[ $stderr = *"$file:1: --deliver: "* ]]
    [ "$(ls "$OUT" | tr '\n' ' ')" = "days storms " ]
    [ "$(wc -l <"$OUT/storms")" = 3 ]
    [ "$(sed -n 2p "$OUT/days")" = "quiet day" ]
    rm "$OUT"/*
    search --queries "$file" --new desk --deliver 'cat >"$OUT/$MORGUE_QUERY_ID"' --csv
    [ "$status" = 0 ]
    [ "$(ls "$OUT")" = storms ]
    [ "$(head -n 1 "$OUT/storms" | cut -d, -f1)" = query ]
    search --queries "$file" --new desk --deliver false --csv
    [ "$status" = 1 ]
    [ -z "$stderr" ]
}

@test "a feed of each, as --deliver takes each alone" {
    standing $'storms\tstorm' $'days\tquiet day'
    cd "$BATS_TEST_TMPDIR"
    search --queries "$file" --new desk --atom --deliver 'cat >"$MORGUE_QUERY_ID.atom"'
    [ "$status" = 0 ]
    [ "$(grep -c '<entry>' storms.atom)" = 2 ]
    [ "$(grep -c '<entry>' days.atom)" = 1 ]
    search --queries "$file" --new desk --atom
    [ "$status" = 2 ]
}

@test "what is wrong with one query leaves the others alone" {
    standing $'storms\tstorm' $'days\tquiet day'
    search --queries "$file" --new desk --ids
    standing $'storms\tstorm OR gale' quiet $'a/b\tquiet' $'days\tquiet day' $'days\tday' $'broken\tmoor' $'more\t"open' $'bay\tbay'
    printf 'nothing of ours\n' >"$XDG_STATE_HOME/morgue/new/desk/broken"
    search --queries "$file" --new desk --ids
    [ "$status" = 2 ]
    [[ $stderr = *"$file:1: --new: 'desk/storms' was asked another query: storm"*"give the query another id"* ]]
    [[ $stderr = *"$file:2: with --new a query needs an id of its own"* ]]
    [[ $stderr = *"$file:3: with --new this is no id of a query"* ]]
    [[ $stderr = *"$file:5: line 4 has the id 'days' too"* ]]
    [[ $stderr = *"$file:6: "*"/new/desk/broken: "* ]]
    [[ $stderr = *"$file:7: this quotation mark is never closed"* ]]
    [ "$(cut -f1 <<<"$output")" = bay ]
    standing $'broken\tmoor' $'bay\tbay'
    search --queries "$file" --new desk --zero-ok --ids
    [ "$status" = 1 ]
}

@test "the cursors stay where the output cannot be written" {
    standing $'storms\tstorm' $'days\tquiet day'
    run bash -c '"$1/morgue-search" --index="$2" --queries "$3" --new desk >/dev/full' - "$MORGUE_BUILD" "$index" "$file"
    [ "$status" = 1 ]
    [[ $output = *"standard output: No space left"* ]]
    search --queries "$file" --new desk --ids
    [ "${#lines[@]}" = 3 ]
}

@test "a name is that of one query or of a file of them" {
    standing $'storms\tstorm'
    new
    search --queries "$file" --new alert
    [ "$status" = 2 ]
    [[ $stderr = *"'alert' is the name of one query"* ]]
    search --queries "$file" --new desk
    search --new desk storm
    [ "$status" = 2 ]
    [[ $stderr = *"'desk' is the name of a file of queries"* ]]
    search --queries "$file" --new desk/x
    [ "$status" = 2 ]
    [[ $stderr = *"'desk/x' is no name for a file of queries"* ]]
    search --new desk/storms --ids storm
    [ "$status" = 1 ]
}

@test "--deliver keeps the results in TMPDIR until they are taken" {
    TMPDIR=$BATS_TEST_TMPDIR/absent search --new alert --deliver cat storm
    [ "$status" = 1 ]
    [[ $stderr = "morgue-search: cannot make a temporary file in $BATS_TEST_TMPDIR/absent: No such file or directory" ]]
    mkdir "$BATS_TEST_TMPDIR/full"
    mount -t tmpfs -o size=4k tmpfs "$BATS_TEST_TMPDIR/full" 2>/dev/null || skip "no disk can be mounted"
    head -c 4k /dev/zero >"$BATS_TEST_TMPDIR/full/filler" 2>/dev/null || true
    TMPDIR=$BATS_TEST_TMPDIR/full search --new alert --deliver cat storm
    umount "$BATS_TEST_TMPDIR/full"
    [ "$status" = 74 ]
    [[ $stderr = *"cannot be written to a temporary file in $BATS_TEST_TMPDIR/full: No space left on device" ]]
    search --new alert --deliver cat --format %h storm
    [ "${#lines[@]}" = 2 ]
}

@test "--deliver tells the command which query it is" {
    search --new alert --deliver "echo \"\$MORGUE_QUERY_ID: \$MORGUE_QUERY\" >$BATS_TEST_TMPDIR/mail" storm OR gale
    [ "$(cat "$BATS_TEST_TMPDIR/mail")" = "alert: storm OR gale" ]
    MORGUE_QUERY_ID=stale search --deliver "echo \"[\$MORGUE_QUERY_ID]\" >$BATS_TEST_TMPDIR/mail" storm
    [ "$(cat "$BATS_TEST_TMPDIR/mail")" = "[]" ]
}
