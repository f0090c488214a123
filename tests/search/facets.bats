#!/usr/bin/env bats
# --facet: how many of what is found come from each source, section, year …

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    mkdir "$archive"
    article a "Source: Gazette" "Keywords: ships, strikes" "Author: Ann Oak" "Date: 2021-04-01"
    article b "Source: Gazette" "Keywords: ships" "Author: Ann Oak" "Date: 2021-05"
    article c "Source: Courier" "Keywords: strikes, ships" "Date: 2022"
    article d "Source: Zenith" "Section: Sport"
    article e "Source: Anchor" "Section: Sport"
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC -d "$index" "$archive"
}

# article NAME HEADER...
article() {
    local name=$1
    shift
    {
        echo "Headline: The harbour, part $name"
        printf '%s\n' "$@"
        printf '\nThe harbour of %s.\n' "$name"
    } >"$archive/$name.txt"
}

setup() {
    bats_require_minimum_version 1.5.0
}

search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

# rows ARGUMENT...: the lines of a facet without their bars
rows() {
    LC_ALL=C "$MORGUE_BUILD/morgue-search" --index="$index" "$@" | sed 's/  *#* *\([0-9]*\)$/=\1/' | tr '\n' ' '
}

@test "the most frequent first, then by name; without a value last" {
    [ "$(rows --facet source harbour)" = "source of 5 articles Gazette=2 Anchor=1 Courier=1 Zenith=1 " ]
    [ "$(rows --facet section harbour)" = "section of 5 articles Sport=2 (none)=3 " ]
    [ "$(rows --facet year harbour)" = "year of 5 articles 2021=2 2022=1 (none)=2 " ]
    [ "$(rows --facet month harbour)" = "month of 5 articles 2021-04=1 2021-05=1 (none)=3 " ]
    [ "$(rows --facet lang harbour)" = "lang of 5 articles en=5 " ]
}

@test "an article counts once for each of its keywords" {
    [ "$(rows --facet keyword harbour)" = "keyword of 5 articles ships=3 strikes=2 (none)=2 " ]
    [ "$(rows --facet tag source:gazette)" = "keyword of 2 articles ships=2 strikes=1 " ]
}

@test "several facets in one run; -n says how many more there are" {
    search -n 2 --facet source --facet byline harbour
    [ "$status" = 0 ]
    [ "${lines[0]}" = "source of 5 articles" ]
    [ "${lines[3]}" = "and 2 more values; -n 0 prints all" ]
    [ "${lines[4]}" = "byline of 5 articles" ]
    [[ ${lines[5]} = "Ann Oak "*" 2" ]]
    search -n 0 --facet source harbour
    [ "${#lines[@]}" = 5 ]
}

@test "JSON: a line for each value, then the totals" {
    search --json -n 1 --facet keyword harbour
    [ "${lines[0]}" = '{"v":1,"facet":"keyword","value":"ships","n":3}' ]
    [ "${lines[1]}" = '{"v":1,"facet":"keyword","found":5,"without":2,"values":2}' ]
    [ "${#lines[@]}" = 2 ]
}

@test "what is no facet is refused with a list of what is" {
    search --facet headline harbour
    [ "$status" = 2 ]
    [[ $stderr = *"byline section source place keyword lang year month day"* ]]
    search --facet source --offset 3 harbour
    [ "$status" = 2 ]
    search --facet source nowhere
    [ "$status" = 1 ]
    [ -z "$output" ]
}

@test "facets as one table, quoted, those without a value last" {
    search --facet source --facet section --tsv harbour
    [ "$status" = 0 ]
    [ "$output" = $'facet\tvalue\tn
source\tGazette\t2
source\tAnchor\t1
source\tCourier\t1
source\tZenith\t1
section\tSport\t2
section\t\t3' ]
    search --facet source --csv -n 1 harbour
    [ "$output" = $'facet,value,n\r\nsource,Gazette,2\r' ]
    mkdir "$BATS_TEST_TMPDIR/odd"
    printf 'Headline: Gulls\nSource: =1+1, "Ltd"\n\nThe gulls.\n' >"$BATS_TEST_TMPDIR/odd/a.txt"
    "$MORGUE_BUILD/morgue-index" -q --lang=en -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/odd"
    run "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/index" --facet source --csv gulls
    [ "${lines[1]}" = $'source,"\'=1+1, ""Ltd""",1\r' ]
    search --facet source --csv nosuchword
    [ "$status" = 1 ]
    [ "$output" = $'facet,value,n\r' ]
}
