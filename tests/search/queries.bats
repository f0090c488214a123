#!/usr/bin/env bats
# Many queries in one run, and run files of TREC.

load ../support/paper

setup_file() {
    make_archive
    article a.txt "Treaty signed" 2022-03-05 "Wire" "The treaty was signed in the harbour."
    article "b c.txt" "Harbour closed" 2021-01-01 "Wire" "The harbour is closed. No ship in the harbour moves."
    printf '<DOC>\n<DOCNO> WX-7 </DOCNO>\n<HL>Wheat</HL>\n<TEXT>\nWheat is dear.\n</TEXT>\n</DOC>\n' \
        >"$archive/wheat.sgm"
    index_archive
}

# queries LINE...: a file of them in $file
queries() {
    file=$BATS_TEST_TMPDIR/queries
    printf '%s\n' "$@" >"$file"
}

@test "text has a heading for each query, and answers of their own ranks" {
    queries $'q1\ttreaty' '' '# a comment' harbour
    search --queries "$file"
    [ "$status" = 0 ]
    [ "$(grep -E '^(==|[0-9]+\.)' <<<"$output")" = "== q1: treaty
1. 2022-03-05  Wire — Treaty signed
== 4: harbour
1. 2021-01-01  Wire — Harbour closed
2. 2022-03-05  Wire — Treaty signed" ]
}

@test "every form says which query it answers" {
    queries $'q1\ttreaty' $'q2\tharbour'
    search --queries "$file" --json
    [ "$(grep -oE '"query":"[^"]*","rank":[0-9]' <<<"$output" | tr -d '\n')" = '"query":"q1","rank":1"query":"q2","rank":1"query":"q2","rank":2' ]
    search --queries "$file" --tsv
    [ "$(cut -f1,2 <<<"$output")" = $'query\trank\nq1\t1\nq2\t1\nq2\t2' ]
    search --queries "$file" -c
    [ "$output" = $'q1\t1\nq2\t2' ]
    search --queries "$file" -l --relative
    [ "$output" = $'q1\ta.txt\nq2\tb c.txt\nq2\ta.txt' ]
    search --queries "$file" --format '%q/%r'
    [ "$output" = $'q1/1\nq2/1\nq2/2' ]
    search --queries "$file" --kwic --explain
    [ "$status" = 2 ]
}

@test "a wrong query is named with its line, and the others are answered" {
    queries 'treaty' '"open' $'two words\tx' $'empty\t' $'last\tharbour'
    search --queries "$file" -c
    [ "$status" = 2 ]
    [ "$output" = $'1\t1\nlast\t2' ]
    [[ $stderr = *"$file:2: this quotation mark is never closed"*'"open'*"^"* ]]
    [[ $stderr = *"$file:3: this is no id of a query"*"hint: "* ]]
    [[ $stderr = *"$file:4: there is no query after the id"* ]]
}

@test "1 if no query finds anything, 0 if one does" {
    queries zeppelin airship
    search --queries "$file" --ids
    [ "$status" = 1 ]
    [ -z "$output" ]
    queries zeppelin treaty
    search --queries "$file" --ids
    [ "$status" = 0 ]
}

@test "standard input, a byte order mark, and line ends of Windows" {
    run --separate-stderr bash -c 'printf "\357\273\277q1\ttreaty\r\nharbour\r\n" |
        "$MORGUE_BUILD/morgue-search" --index="$index" --queries - -c'
    [ "$output" = $'q1\t1\n2\t2' ]
}

@test "a file that is not there, or holds nothing, and an index that is not there" {
    search --queries "$BATS_TEST_TMPDIR/none"
    [ "$status" = 2 ]
    [[ $stderr = *"none: No such file"* ]]
    queries '# nothing' ''
    search --queries "$file"
    [ "$status" = 2 ]
    [[ $stderr = *"there is no query in it"* ]]
    queries treaty
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/none" --queries "$file"
    [ "$status" = 66 ]
    [[ $stderr != *"$file"* ]]
}

@test "a wrong option is no fault of a query" {
    queries treaty harbour
    search --queries "$file" --since 2022-02-31
    [ "$status" = 2 ]
    [ "$(grep -c -- --since <<<"$stderr")" = 1 ]
    [[ $stderr != *"$file:"* ]]
}

@test "--partial, without an order, has one header row" {
    search --partial --sort none --tsv treaty zeppelin
    [ "$(grep -c '^rank' <<<"$output")" = 1 ]
    [ "${#lines[@]}" = 2 ]
}

@test "--trec is a run file: DOCNO of a collection, else file and number, without blanks" {
    queries $'301\tharbour' $'302\twheat'
    search --queries "$file" --trec run1
    [ "${#lines[@]}" = 3 ]
    [[ ${lines[0]} =~ ^301\ Q0\ b%20c.txt#1\ 1\ [0-9]+\.[0-9]{6}\ run1$ ]]
    [[ ${lines[1]} =~ ^301\ Q0\ a.txt#1\ 2\ [0-9]+\.[0-9]{6}\ run1$ ]]
    [[ ${lines[2]} =~ ^302\ Q0\ WX-7\ 1\ [0-9]+\.[0-9]{6}\ run1$ ]]
    [ "$(awk '$1 == 301 {print $5}' <<<"$output" | sort -rn)" = "$(awk '$1 == 301 {print $5}' <<<"$output")" ]
}

@test "a run keeps an order that is not by score, and gives a thousand articles" {
    search --trec run1 --sort oldest harbour
    [ "$output" = $'1 Q0 b%20c.txt#1 1 -1.000000 run1\n1 Q0 a.txt#1 2 -2.000000 run1' ]
    mkdir "$BATS_TEST_TMPDIR/many"
    for number in $(seq 1100); do
        printf 'Headline: Number %s\n\nSame.\n\f' "$number" >"$BATS_TEST_TMPDIR/many/$number.txt"
    done
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/many"
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" --trec x same
    [ "${#lines[@]}" = 1000 ]
}

@test "a NUL byte does not end a query without a word" {
    printf 'one\tharbour\ntwo\thar\0bour\n\0\n' >"$BATS_TEST_TMPDIR/nul"
    search --queries "$BATS_TEST_TMPDIR/nul" -c
    [ "$status" = 2 ]
    [[ $output = $'one\t'* && $output != *two* ]]
    [[ $stderr = *"nul:2: there is a NUL byte in this line"*"nul:3: there is a NUL byte in this line"* ]]
}
