#!/usr/bin/env bats
# --timeline: what is found through time, out of what there is.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    mkdir "$archive"
    article a 2022-01-03 "strike in the harbour"
    article b 2022-01-09T23:59:59 "strike again"
    article c 2022-01-10 "strike over"
    article d 2022-01-10 "weather fair"
    article e 2022-02-01 "weather foul"
    article f 2022-05-20 "strike ballot"
    article g 2022-03 "strike fund, dated to a month"
    article h 2022 "strike year, dated to a year"
    article i "" "strike undated"
    article j 1969-12-31 "plague of gulls"
    article k 1605-12-24 "plague in the town"
    article l 2020-12-31 "moon"
    article m 2021-01-03 "moon"
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$index" "$archive"
}

# article NAME DATE TEXT
article() {
    {
        echo "Headline: $1"
        [ -z "$2" ] || echo "Date: $2"
        printf 'Source: %s\n\n%s.\n' "${4:-Gazette}" "$3"
    } >"$archive/$1.txt"
}

setup() {
    bats_require_minimum_version 1.5.0
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

# json ARGUMENT...: each row as PERIOD:n/N, then found,undated,imprecise
json() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --json "$@" | python3 -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    kind = [key for key in ("day", "week", "month", "year") if key in row]
    if kind:
        assert abs(row["share"] - row["n"] / row["N"]) < 1e-6
        print("%s:%d/%d" % (row[kind[0]], row["n"], row["N"]), end=" ")
    else:
        print("%(found)d,%(undated)d,%(imprecise)d" % row)
'
}

@test "days, weeks, months and years, each out of all there are" {
    [ "$(json --timeline day strike)" = \
        "2022-01-03:1/1 2022-01-09:1/1 2022-01-10:1/2 2022-02-01:0/1 2022-05-20:1/1 7,1,2" ]
    [ "$(json --timeline week strike)" = \
        "2022-W01:2/2 2022-W02:1/2 2022-W05:0/1 2022-W20:1/1 7,1,2" ]
    [ "$(json --timeline month strike)" = \
        "2022-01:3/4 2022-02:0/1 2022-03:1/1 2022-05:1/1 7,1,1" ]
    [ "$(json --timeline year strike)" = "2022:6/8 7,1,0" ]
}

@test "old dates, and weeks across a new year" {
    [ "$(json --timeline year plague)" = "1605:1/1 1969:1/1 2,0,0" ]
    [ "$(json --timeline day plague)" = "1605-12-24:1/1 1969-12-31:1/1 2,0,0" ]
    [ "$(json --timeline week plague)" = "1605-W51:1/1 1970-W01:1/1 2,0,0" ]
    [ "$(json --timeline week moon)" = "2020-W53:2/2 2,0,0" ]
}

@test "--since and --until widen the line and narrow what it is out of" {
    [ "$(json --timeline month --since 2021 --until 2022-01-09 strike)" = \
        "2021-01:0/1 2022-01:2/2 3,0,1" ]
    [ "$(json --timeline year --since 1950 --until 2021 gulls)" = \
        "1969:1/1 2020:0/1 2021:0/1 1,0,0" ]
}

@test "what was replaced counts no more, before a merge too" {
    cp -r "$archive" "$BATS_TEST_TMPDIR/again"
    index=$BATS_TEST_TMPDIR/index
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$index" "$BATS_TEST_TMPDIR/again"
    sed -i 's/2022-01-03/2022-02-03/' "$BATS_TEST_TMPDIR/again/a.txt"
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$index" "$BATS_TEST_TMPDIR/again"
    [ "$(json --timeline month strike)" = \
        "2022-01:2/3 2022-02:1/2 2022-03:1/1 2022-05:1/1 7,1,1" ]
}

@test "bars for people, with gaps where the archive holds nothing" {
    LC_ALL=C.UTF-8 search --timeline month strike
    [ "$status" = 0 ]
    [[ ${lines[0]} = "2022-01  ███"*" 3 of 4   75.00 %" ]]
    [[ ${lines[1]} = "2022-02  "*" 0 of 1    0.00 %" ]]
    [[ ${lines[1]} != *█* ]]
    [ "${lines[3]}" = "  ⋮  nothing in the archive: 1 month" ]
    [ "${lines[5]}" = "7 articles; 1 undated; 1 whose date fits no month" ]
    [ -z "$stderr" ]
    LC_ALL=C.UTF-8 search --timeline year plague
    [ "${lines[1]}" = "  ⋮  nothing in the archive: 363 years" ]
}

@test "without UTF-8 the bars are ASCII; no line is wider than 80 columns in a pipe" {
    LC_ALL=C search --timeline week strike
    [[ ${lines[0]} = "2022-W01  ###"* ]]
    printf '%s\n' "${lines[@]}" >"$BATS_TEST_TMPDIR/lines"
    run env LC_ALL=C grep -P '[^\x00-\x7f]' "$BATS_TEST_TMPDIR/lines"
    [ "$status" != 0 ]
    [ "$(awk 'length > most { most = length } END { print most }' "$BATS_TEST_TMPDIR/lines")" = 80 ]
}

@test "nothing found: no line, exit 1; wrong periods and forms: exit 2" {
    search --timeline day nowhere
    [ "$status" = 1 ]
    [ -z "$output" ]
    search --timeline decade strike
    [ "$status" = 2 ]
    [[ $stderr = *"day, week, month, year"* ]]
    search --timeline day -l strike
    [ "$status" = 2 ]
    search --timeline day --facet source strike
    [ "$status" = 2 ]
    [[ $stderr = *"--timeline and --facet are two reports"* ]]
}

@test "a timeline as a table: a header row, and those of no period last" {
    search --timeline month --csv strike
    [ "$status" = 0 ]
    [ "$output" = $'period,n,N,share\r
2022-01,3,4,0.750000\r
2022-02,0,1,0.000000\r
2022-03,1,1,1.000000\r
2022-05,1,1,1.000000\r
,2,,\r' ]
    search --timeline year --tsv plague
    [ "$output" = $'period\tn\tN\tshare\n1605\t1\t1\t1.000000\n1969\t1\t1\t1.000000' ]
    search --timeline year --csv nosuchword
    [ "$status" = 1 ]
    [ "$output" = $'period,n,N,share\r' ]
    search --timeline year --csv --deliver "touch $BATS_TEST_TMPDIR/ran" nosuchword
    [ ! -e "$BATS_TEST_TMPDIR/ran" ]
}
