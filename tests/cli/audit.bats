#!/usr/bin/env bats
# morgue-index --audit: every number is that of an archive whose contents are known.

load ../support/indexing

# A file $1 with an article of the source $2 from each of the dates that follow.
paper() {
    local file=$1 source=$2 number=0
    shift 2
    for date in "$@"; do
        number=$((number + 1))
        printf '{"headline":"%s %s","source":"%s","url":"https://%s/%s","date":"%s","body":"The harbour of day %s is calm."}\n' \
            "$source" "$number" "$source" "$file" "$number" "$date" "$number"
    done >"$archive/$file.jsonl"
}

# What jq finds with $1 in the JSON form.
audit() {
    "$MORGUE_BUILD/morgue-index" --audit --json | jq -c "$1"
}

days() { # every day from $1, $2 of them
    for number in $(seq 0 $(($2 - 1))); do
        date -u -d "$1 + $number days" +%F
    done
}

@test "articles by source and year, undated ones and those without a day" {
    paper one Gazette 1931-05-01 1931-05-01 1932-01-02 1933
    paper two Courier 1932-07 ''
    printf 'No source at all\n\nThe ferry has left.\n' >"$archive/plain.txt"
    index "$archive"
    expect 0
    [ "$(audit '[.articles, .undated, .copies, .taken_back, .files.all]')" = '[7,2,0,0,3]' ]
    [ "$(audit '[.sources[] | [.source, .articles, .undated, .without_day, .years]]')" = \
        '[["Courier",2,1,1,{"1932":1}],["Gazette",4,0,1,{"1931":2,"1932":1,"1933":1}],[null,1,1,0,{}]]' ]
    index --audit
    expect 0
    [[ $out =~ articles\ +7$'\n' && $out =~ articles\ without\ a\ date\ +2$'\n' ]]
    [[ $out == *"articles by source and year
           2  Courier
           1    1932
           1    undated
           4  Gazette
           2    1931
           1    1932
           1    1933
           1  (no source)
           1    undated"* ]]
}

@test "gaps of daily sources only, the longest first" {
    # shellcheck disable=SC2046 # a word for each day
    paper daily Daily $(days 1950-01-01 20) $(days 1950-01-24 20) $(days 1950-02-14 5)
    paper rare Rarely 1950-01-01 1950-06-01 1950-12-31
    index "$archive"
    expect 0
    [ "$(audit '[.sources[] | [.source, .daily, .days, .days_without]]')" = \
        '[["Daily",true,45,4],["Rarely",false,3,362]]' ]
    [ "$(audit '.sources[0].gaps')" = '[{"first":"1950-01-21","last":"1950-01-23","days":3},{"first":"1950-02-13","last":"1950-02-13","days":1}]' ]
    [ "$(audit '.sources[1].gaps')" = null ]
    index --audit
    [[ $out == *"
           4  Daily
           3    1950-01-21 to 1950-01-23
           1    1950-02-13"* ]]
    [[ ${out#*days without articles} != *Rarely* ]]
}

@test "spikes: five times the usual of that weekday, and twenty at least" {
    local dates=() date
    for date in $(days 1950-01-01 35); do
        dates+=("$date" "$date" "$date" "$date")
    done
    # 1950-01-18 gets 21 of them, 1950-01-19 gets 20, which is no more than five times the usual four.
    for number in $(seq 17); do dates+=(1950-01-18); done
    for number in $(seq 16); do dates+=(1950-01-19); done
    paper daily Daily "${dates[@]}"
    index "$archive"
    expect 0
    [ "$(audit '.sources[0].spikes')" = '[{"date":"1950-01-18","articles":21,"usual":4}]' ]
    index --audit
    [[ $out == *"
           1  Daily
          21    articles on 1950-01-18; usual on this weekday: 4"* ]]
}

@test "flags by source, copies, skipped files by reason" {
    printf '{"headline":"Ferry","source":"Gazette","url":"https://gazette.example/1","body":"The caf\xc3\xa9 \xff is d\xc3\xa9j\xc3\xa0 open."}\n' \
        >"$archive/broken.jsonl"
    paper one Courier 1932-01-01 1932-01-02
    cp "$archive/one.jsonl" "$archive/twice.jsonl"
    printf '\1\2\3' >"$archive/1.bin"
    : >"$archive/empty.txt"
    # Damaged at different places, by the same reason.
    echo one | gzip | head -c 11 >"$archive/one.gz"
    { : | gzip; echo two | gzip | head -c 11; } >"$archive/two.gz"
    index "$archive"
    expect 3
    [ "$(audit '[.articles, .copies, .files.with_copies_only, .files.skipped]')" = '[3,2,1,4]' ]
    [ "$(audit '.flags')" = '{"repaired":1}' ]
    [ "$(audit '[.sources[] | [.source, .flags]]')" = '[["Courier",{}],["Gazette",{"repaired":1}]]' ]
    [ "$(audit '.skipped')" = '[{"reason":"empty","files":1},{"reason":"gzip member: ends before its end","files":2},{"reason":"not in a known format","files":1}]' ]
    index --audit
    [[ $out == *"articles by flag and source
           1  repaired
           1    Gazette" ]]
    [[ $out =~ files\ with\ copies\ only\ +1$'\n' ]]
    # What it has in common with --stats is the same.
    local audited=$out
    index --stats
    [[ $audited == "$out"* && $out == *"
           1  empty
           2  gzip member: ends before its end
           1  not in a known format"* ]]
    [ "$("$MORGUE_BUILD/morgue-index" --audit --json 2>&1 >/dev/full || echo "status $?")" = \
        "$(printf 'morgue-index: standard output: No space left on device\nstatus 1')" ]
}

@test "dead versions do not count, in one shard or several, locked or not to be written" {
    for number in 1 2 3; do
        paper "$number" Gazette 1931-05-0"$number" 1931-06-0"$number"
        index "$archive"
        expect 0
    done
    paper 1 Courier 1999-01-01
    rm "$archive/2.jsonl"
    index --prune=force "$archive"
    expect 0
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -gt 1 ]
    local counts='[["Courier",1,{"1999":1}],["Gazette",2,{"1931":2}]]'
    [ "$(audit '[.sources[] | [.source, .articles, .years]]')" = "$counts" ]
    exec 4>>"$index/lock"
    flock 4
    chmod -R a-w "$index"
    [ "$(audit '[.sources[] | [.source, .articles, .years]]')" = "$counts" ]
    chmod -R u+w "$index"
    exec 4>&-
    index --compact
    expect 0
    [ "$(audit '[.sources[] | [.source, .articles, .years]]')" = "$counts" ]
}

@test "no index, a damaged one, and wrong usage" {
    index --audit
    expect 66
    [[ $err == *"there is no index"*"hint: "* ]]
    [ ! -e "$index" ]
    for arguments in "--audit ." "--audit --check" "--audit --stats" "--audit --compact" \
        "--audit --rebuild" "--json" "--json ."; do
        # shellcheck disable=SC2086 # the words of a case
        index $arguments
        expect 2
        [[ $err == *"hint: "* ]]
    done
    paper one Gazette 1931-05-01
    index "$archive"
    : >"$index/shards/1/ledger"
    index --audit
    expect 65
    [[ $err == *"$index/shards/1/ledger"* ]]
}
