#!/usr/bin/env bats
# What the documents say is true: queries run, options exist, links lead somewhere.

setup_file() {
    export LC_ALL=C.UTF-8
    root=$BATS_TEST_DIRNAME/../..
    export root
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_FILE_TMPDIR/index" "$root/samples/archive"
}

# Queries of the tables of a document: what stands in backticks in the last column, without options.
queries() {
    perl -CSD -ne 'next unless /^\| .* \| ([^|]*(?:\\\|[^|]*)*) \|$/; my $cell = $1;
        print "$_\n" for grep { !/^-/ && !/^\.\.\./ } $cell =~ /`([^`]+)`/g' "$1"
}

# Whether the queries on standard input are understood, of which there are at least $1.
understood() {
    local count=0 query status
    while IFS= read -r query; do
        count=$((count + 1))
        status=0
        "$MORGUE_BUILD/morgue-search" --zero-ok --index="$BATS_FILE_TMPDIR/index" -q -- "$query" || status=$?
        [ "$status" = 0 ] || { echo "$query: exit $status"; return 1; }
    done
    [ "$count" -ge "$1" ]
}

@test "every query in the README's table is understood" {
    sed -n '/^## Asking/,/^Operators/p' "$root/README.md" >"$BATS_TEST_TMPDIR/asking"
    queries "$BATS_TEST_TMPDIR/asking" | understood 15
}

# Commands of the fenced blocks of a document, those of a crontab without their times.
commands() {
    sed -n '/^```/,/^```/p' "$1" | grep -oE '^([0-9*/]+ +){5}morgue-.*|^(MORGUE_[A-Z]+=\S+ |[a-z]+ .* \| )?morgue-.*' |
        sed -E 's/^([0-9*\/]+ +){5}//'
}

@test "every command of the documents' blocks runs" {
    bin=$BATS_TEST_TMPDIR/bin
    mkdir "$bin" "$BATS_TEST_TMPDIR/www"
    cp -r "$root/samples/archive" "$BATS_TEST_TMPDIR/archive"
    printf '#!/bin/sh\nexec cat >/dev/null\n' >"$bin/mail"
    printf '#!/bin/sh\necho the harbour treaty was signed\n' >"$bin/pdftotext"
    chmod +x "$bin/mail" "$bin/pdftotext"
    export HOME=$BATS_TEST_TMPDIR XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    export MORGUE_INDEX=$BATS_TEST_TMPDIR/index
    export PATH=$bin:$MORGUE_BUILD:$PATH
    morgue-index -q "$BATS_TEST_TMPDIR/archive"
    id=$(morgue-search --ids -n 1 harbour)
    grep -P '^\w+\t' "$root/docs/cron.md" >"$BATS_TEST_TMPDIR/desk.tsv"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/desk.tsv")" = 3 ]
    cd "$root"
    count=0
    while IFS= read -r command; do
        count=$((count + 1))
        command=${command//7h3k9q2m4x1d/$id}
        command=${command//\/srv\/archive/$BATS_TEST_TMPDIR/archive}
        command=${command//\/srv\/www/$BATS_TEST_TMPDIR/www}
        command=${command//\/etc\/morgue/$BATS_TEST_TMPDIR}
        status=0
        bash -c "$command" >/dev/null 2>"$BATS_TEST_TMPDIR/err" </dev/null || status=$?
        [ "$status" -le 1 ] && [ ! -s "$BATS_TEST_TMPDIR/err" ] ||
            { echo "$command: exit $status, $(cat "$BATS_TEST_TMPDIR/err")"; return 1; }
    done < <(for document in README cron output query-language; do
        [ "$document" = README ] && commands README.md || commands "docs/$document.md"
    done)
    [ "$count" -ge 14 ]
    [ -s "$BATS_TEST_TMPDIR/www/wheat.atom" ]
}

# Options of the first column of a document's tables, a line for each alternative, with values.
table_options() {
    perl -CSD -ne 'next unless /^\| (`-.*?) \|(?: |$)/; my $cell = $1 =~ s/\\\|/\x01/gr;
        for my $span ($cell =~ /`([^`]+)`/g) {
            next unless $span =~ /^(-\S+?)(?:([ =])(.*))?$/;
            my ($name, $join, $value) = ($1, $2, $3);
            $name =~ s/\[.*//;
            print defined $value ? "$name\t$_\n" : "$name\n" for split /\x01/, $value // "-";
        }' "$1"
}

# The value that a document's placeholder stands for.
value_of() {
    case $1 in
    DIR) echo "$BATS_FILE_TMPDIR/index" ;;
    N) echo 2 ;;
    DATE) echo 1914 ;;
    LINE) echo '%d %h' ;;
    FILE) echo "$BATS_TEST_TMPDIR/queries" ;;
    ID) echo "$id" ;;
    COMMAND) echo 'cat >/dev/null' ;;
    FIELD) echo source ;;
    NAME | TAG) echo tag ;;
    HALFLIFE) echo 1y ;;
    PERIOD) echo year ;;
    *) tr -d "'" <<<"$1" ;;
    esac
}

@test "every option of the tables of results is taken as it is written there" {
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    echo harbour >"$BATS_TEST_TMPDIR/queries"
    id=$("$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" --ids -n 1 harbour)
    count=0
    while IFS=$'\t' read -r name value; do
        count=$((count + 1))
        arguments=("$name")
        query=(harbour)
        [ -z "$value" ] || arguments+=("$(value_of "$value")")
        case $name in
        --queries | --show) query=() ;;
        --deliver) arguments+=(--new=delivered) ;;
        -d) arguments+=("$BATS_FILE_TMPDIR/index") ;;
        -n) arguments+=(1) ;;
        -0) arguments+=(--ids) ;;
        esac
        status=0
        "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" "${arguments[@]}" "${query[@]}" \
            </dev/null >/dev/null 2>"$BATS_TEST_TMPDIR/err" || status=$?
        [ "$status" -le 1 ] && [ ! -s "$BATS_TEST_TMPDIR/err" ] ||
            { echo "${arguments[*]}: exit $status, $(cat "$BATS_TEST_TMPDIR/err")"; return 1; }
    done < <(sed -n '/^| option | effect/,/^$/p' "$root/README.md" >"$BATS_TEST_TMPDIR/readme" &&
        sed -n '/^## Other forms/,/^`-n N`/p' "$root/docs/output.md" >"$BATS_TEST_TMPDIR/output" &&
        table_options "$BATS_TEST_TMPDIR/readme" && table_options "$BATS_TEST_TMPDIR/output")
    [ "$count" -ge 40 ]
}

# What the tables of the query language say to write; dates without a field are dates.
written() {
    perl -CSD -ne '$in = 1 if /^\| write/; $in = 0 unless /^\|/; next unless $in && /^\| (`.*?) \| /;
        for ($1 =~ /`([^`]+)`/g) {
            next if /^--/ || /^[“„«]/;
            print /^(\d+[dwmy]|today|yesterday|(this|last)[a-z]+)$/ ? "date:$_\n" : "$_\n";
        }' "$1"
}

@test "every line of the tables of the query language is understood" {
    written "$root/docs/query-language.md" | understood 45
}

# Options that the table of what does not go together has side by side, what follows a semicolon
# left out: a line for each pair, parted by a tab.
refused_pairs() {
    perl -CSD -ne '$in = /does not go together/ if /^## /; next unless $in && /^\| (`-.*?) \| (.*) \|$/;
        my ($left, $right) = ($1, $2);
        $right =~ s/;.*//;
        for my $one ($left =~ /`([^`]+)`/g) { print "$one\t$_\n" for $right =~ /`([^`]+)`/g }' "$1"
}

# search OPTION…, as the document writes it, with a query where that can be.
search_with() {
    local name value query=(harbour) arguments=()
    while read -r name value; do
        arguments+=("$name")
        [ -z "$value" ] || arguments+=("$(value_of "$value")")
        case $name in --queries | --show) query=() ;; esac
    done < <(printf '%s\n' "$@")
    status=0
    "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" "${arguments[@]}" "${query[@]}" \
        </dev/null >/dev/null 2>"$BATS_TEST_TMPDIR/err" || status=$?
}

@test "what is said not to go together is refused, and each goes by itself" {
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    echo harbour >"$BATS_TEST_TMPDIR/queries"
    id=$("$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" --ids -n 1 harbour)
    count=0
    while IFS=$'\t' read -r one other; do
        count=$((count + 1))
        search_with "$one" "$other"
        [ "$status" -eq 2 ] || { echo "$one, $other: exit $status"; return 1; }
        for option in "$one" "$other"; do
            case $option in -0 | --new* | --queries*) continue ;; esac
            search_with "$option"
            [ "$status" -le 1 ] || { echo "$option: exit $status, $(cat "$BATS_TEST_TMPDIR/err")"; return 1; }
        done
    done < <(refused_pairs "$root/docs/output.md")
    [ "$count" -ge 70 ]
}

# The largest number in the row of the table of limits that begins so.
limit() {
    sed -n '/^## Limits/,$p' "$root/docs/query-language.md" | grep -F -- "| $1" | head -1 |
        sed -E 's/.*\| ([^|]*) \|$/\1/; s/.*… //; s/,//g'
}

# Whether the query is understood, or with `not` refused.
is_understood() {
    status=0
    printf '%s\n' "${@: -1}" >"$BATS_TEST_TMPDIR/queries"
    "$MORGUE_BUILD/morgue-search" --zero-ok --index="$BATS_FILE_TMPDIR/index" -c \
        --queries "$BATS_TEST_TMPDIR/queries" >/dev/null 2>&1 || status=$?
    [ "$status" -eq "$([ "$1" = not ] && echo 2 || echo 0)" ] || { echo "${*:0:80}: exit $status"; return 1; }
}

# so many X
repeat() {
    printf "%$1s" '' | sed "s/ /$2/g"
}

@test "the limits of the query language are those that it says" {
    for operator in NEAR ADJ w pre; do
        most=$(limit '`NEAR/n`')
        is_understood "harbour $operator/$most strike"
        is_understood not "harbour $operator/$((most + 1)) strike"
    done
    most=$(limit '`ATLEAST/n`')
    is_understood "ATLEAST/$most harbour"
    is_understood not "ATLEAST/$((most + 1)) harbour"
    most=$(limit 'letters that `~n` changes')
    is_understood "harbour~$most"
    is_understood not "harbour~$((most + 1))"
    most=$(limit 'brackets')
    is_understood "$(repeat "$most" '(')harbour$(repeat "$most" ')')"
    is_understood not "$(repeat $((most + 1)) '(')harbour$(repeat $((most + 1)) ')')"
    most=$(limit 'bytes of a query')
    is_understood "$(repeat "$most" a)"
    is_understood not "$(repeat $((most + 1)) a)"
    least=$(limit 'letters of a word')
    is_understood "$(repeat "$least" q)*"
    is_understood not "$(repeat $((least - 1)) q)*"
}

@test "of a long word so many bytes count as the limits say" {
    most=$(limit 'bytes of a word')
    mkdir "$BATS_TEST_TMPDIR/long"
    echo "The word is $(repeat "$most" b)c here." >"$BATS_TEST_TMPDIR/long/a.txt"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/i" "$BATS_TEST_TMPDIR/long"
    [ "$("$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/i" -c -- "=$(repeat "$most" b)d")" = 1 ]
    [ "$("$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/i" -c --zero-ok -- "=$(repeat $((most - 1)) b)")" = 0 ]
}

@test "what the query language is said to refuse it refuses, and takes what stands beside it" {
    count=0
    while IFS=$'\t' read -r wrong right; do
        count=$((count + 1))
        is_understood not "$wrong"
        [ -z "$right" ] || is_understood "$right"
    done < <(perl -CSD -ne '$in = /^\| refused/ if /^\| [a-z]/; $in = 0 unless /^\|/;
        print "$1\t", $2 // "", "\n" if $in && /^\| `([^`]+)` \| [^`]*(?:`([^`]+)`)?/;' \
        "$root/docs/query-language.md")
    [ "$count" = 8 ]
}

# Long options that a document names in backticks.
options() {
    grep -o -- '`[^`]*`' "$1" | grep -oE -- '(^|[ `])--[a-z][a-z-]+' | tr -d ' `' | sort -u
}

@test "every option that the README names is in a --help" {
    "$MORGUE_BUILD/morgue-index" --help >"$BATS_TEST_TMPDIR/help"
    "$MORGUE_BUILD/morgue-search" --help >>"$BATS_TEST_TMPDIR/help"
    count=0
    while IFS= read -r option; do
        count=$((count + 1))
        grep -q -- "$option\b" "$BATS_TEST_TMPDIR/help" || { echo "$option"; return 1; }
    done < <(options "$root/README.md")
    [ "$count" -ge 20 ]
}

@test "every option of both programs is in a document" {
    for program in morgue-index morgue-search; do
        "$MORGUE_BUILD/$program" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u |
            grep -vE -- '^--(help|version)$' >"$BATS_TEST_TMPDIR/options"
        [ -s "$BATS_TEST_TMPDIR/options" ]
        while IFS= read -r option; do
            grep -q -- "$option\b" "$root"/README.md "$root"/CHANGELOG.md "$root"/docs/*.md ||
                { echo "$program $option"; return 1; }
        done <"$BATS_TEST_TMPDIR/options"
    done
}

@test "every link between the documents leads to a file" {
    count=0
    for document in "$root"/*.md "$root"/docs/*.md "$root"/samples/*.md; do
        while IFS= read -r target; do
            count=$((count + 1))
            [ -e "$(dirname "$document")/$target" ] || { echo "$document: $target"; return 1; }
        done < <(grep -oE '\]\([^)#:]+\)' "$document" | sed 's/^](//; s/)$//')
    done
    [ "$count" -ge 10 ]
}

@test "the demo answers with the article that asks what Article 5 is" {
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_FILE_TMPDIR/index" -n 1 Article 5 Ukraine
    [ "$status" = 0 ]
    [[ ${lines[0]} == "1. 2025-08-24  Lantern Fen Weekly — What is Article 5, and why does Ukraine want one?" ]]
    grep -qF -- "${lines[0]}" "$root/README.md"
}

@test "the exit statuses of a search are the same in README, --help and docs/output.md" {
    "$MORGUE_BUILD/morgue-search" --help | sed -n '/^Exit status/,$p' >"$BATS_TEST_TMPDIR/help"
    count=0
    for status in $(sed -n '/^## Exit status/,$s/^| \([0-9]*\) |.*/\1/p' "$root/docs/output.md"); do
        count=$((count + 1))
        grep -qE "(^|[ ,])$status " "$BATS_TEST_TMPDIR/help" || { echo "--help: $status"; return 1; }
        grep -qE "^\| $status \| .*\| [^ |]" "$root/README.md" || { echo "README: $status"; return 1; }
    done
    [ "$count" = 8 ]
}

@test "every short option has a long one" {
    for program in morgue-index morgue-search; do
        "$MORGUE_BUILD/$program" --help | grep -E '^ +-[a-zA-Z0-9]\b' >"$BATS_TEST_TMPDIR/short"
        [ -s "$BATS_TEST_TMPDIR/short" ]
        ! grep -vE '^ +-[a-zA-Z0-9], --[a-z]' "$BATS_TEST_TMPDIR/short" || false
    done
}
