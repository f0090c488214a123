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
