#!/usr/bin/env bats
# Forms that print articles one by one: tables, lines of the user's own, feeds.

load ../support/paper

setup_file() {
    make_archive
    article 2022/treaty.txt "Treaty, \"final\"; signed" 2022-03-05T18:40:00-04:00 "Example Wire" \
        "The treaty was signed & sealed <at last>."
    article 1947/treaty.txt "=HYPERLINK(\"http://x\")" 1947 "@Courier" $'A treaty\tof the year; a \033[31mred one.'
    article none/treaty.txt "Treaty undated" "" "" "No day for this treaty."
    printf 'Headline: Treaty -0\nDate: 2019-02-03\nURL: https://wire.example/a b?x=1&y=2\n\nA treaty.\n' \
        >"$archive/$(printf 'caf\351.txt')"
    index_archive
}

@test "--csv is RFC 4180: a header row, CRLF, quotation marks doubled" {
    search --csv --relative --sort newest treaty
    [ "$status" = 0 ]
    [ "${lines[0]}" = $'rank,id,score,date,source,headline,byline,section,place,keywords,lang,page,edition,words,url,file,offset,snippet\r' ]
    [[ ${lines[1]} = 1,????????????,0.0000,2022-03-05T18:40:00-04:00,'Example Wire,"Treaty, ""final""; signed",,,,,en,'*,2022/treaty.txt,0,*$'at last>.\r' ]]
    [ "${#lines[@]}" = 5 ]
    [ "$(perl -ne 'print scalar(() = /\r$/)' <<<"$output")" = 11111 ]
}

@test "a table is safe to open: no formula, no control character, a row for a line" {
    for form in --csv --tsv; do
        search $form source:courier
        [[ $output = *"'=HYPERLINK"* ]]
        [[ $output = *"'@Courier"* ]]
        [[ $output != *$'\033'* ]]
        [ "${#lines[@]}" = 2 ]
    done
    [ "$(awk -F '\t' '{print NF}' <<<"$output" | sort -u)" = 18 ]
    [[ $output = *"A treaty of the year"* ]]
}

@test "a table of nothing is its header row" {
    search --tsv zeppelin
    [ "$status" = 1 ]
    [ "${#lines[@]}" = 1 ]
    [[ ${lines[0]} = $'rank\tid\t'* ]]
}

@test "a path that is not UTF-8 is replaced in tables and whole in lines" {
    search --tsv --relative has:url
    [[ $output = *$'\tcaf\357\277\275.txt\t'* ]]
    search --format '%f' --relative has:url
    [ "$output" = "$(printf 'caf\351.txt')" ]
}

@test "--format prints what is asked for, and escapes" {
    search --format '%d|%D|%s\t%h%%\\' --sort oldest treaty NOT date:2019
    [ "${lines[0]}" = $'1947|1947|@Courier\t=HYPERLINK("http://x")%\\' ]
    [ "${lines[1]}" = $'2022-03-05|2022-03-05T18:40:00-04:00|Example Wire\tTreaty, "final"; signed%\\' ]
    [ "${lines[2]}" = $'||\tTreaty undated%\\' ]
    search --format '%r %w %l' headline:undated
    [ "$output" = "1 7 en" ]
}

@test "--format has the passage where it is asked for, and no control characters" {
    search --format '%x' source:courier
    [ "$output" = "A treaty of the year; a [31mred one." ]
}

@test "-0 ends the lines of --format with NUL" {
    "$MORGUE_BUILD/morgue-search" --index="$index" --format '%d\n' -0 date:1947 |
        od -An -c | tr -s ' ' >"$BATS_TEST_TMPDIR/out"
    [ "$(cat "$BATS_TEST_TMPDIR/out")" = ' 1 9 4 7 \n \0' ]
}

@test "an unknown letter is shown where it is, with those that there are" {
    search --format '%d %z' treaty
    [ "$status" = 2 ]
    [ -z "$output" ]
    [[ $stderr = *$'unknown letter\n  %d %z\n     ^\nhint: %q query'* ]]
}

# feed XPATH: what it comes to in the feed of all treaties
feed() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --atom -n 0 --sort newest treaty |
        sed 's/ xmlns="[^"]*"//' | xmllint --xpath "$1" -
}

@test "--atom is well-formed, with what RFC 4287 demands of a feed and its entries" {
    [ "$(feed 'count(/feed/id) + count(/feed/title) + count(/feed/updated) + count(/feed/author/name)')" = 4 ]
    [ "$(feed 'string(/feed/title)')" = "morgue: treaty" ]
    [ "$(feed 'count(//entry)')" = 4 ]
    [ "$(feed 'count(//entry[count(id) = 1 and count(title) = 1 and count(updated) = 1 and count(link[@rel="alternate"]) = 1 and count(summary) = 1])')" = 4 ]
    [ "$(feed 'count(//id[starts-with(., "urn:uuid:") and string-length(.) = 45])')" = 5 ]
    ! feed '//updated/text()' | grep -vE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[-+][0-9]{2}:[0-9]{2})$' || false
}

@test "an Atom entry has the article's dates, links and text, escaped" {
    [ "$(feed 'string(//entry[1]/published)')" = 2022-03-05T18:40:00-04:00 ]
    [ "$(feed 'string(//entry[1]/summary)')" = "The treaty was signed & sealed <at last>." ]
    [ "$(feed 'string(//entry[1]/source/title)')" = "Example Wire" ]
    [ "$(feed 'string(//entry[2]/link[@rel="alternate"]/@href)')" = "https://wire.example/a%20b?x=1&y=2" ]
    [ "$(feed 'string(//entry[2]/link[@rel="related"]/@href)')" = "file://$archive/caf%E9.txt" ]
    [ "$(feed 'string(//entry[3]/updated)')" = 1947-01-01T00:00:00Z ]
    [ "$(feed 'string(//entry[4]/updated)')" = 0001-01-01T00:00:00Z ]
    [ "$(feed 'count(//entry[4]/published)')" = 0 ]
}

@test "ids of a feed stay the same, and a feed of nothing is a feed" {
    [ "$(feed '//entry/id/text()')" = "$(feed '//entry/id/text()')" ]
    [ "$(feed '//entry/id/text()' | sort -u | wc -l)" = 4 ]
    search --atom zeppelin
    [ "$status" = 1 ]
    xmllint --noout - <<<"$output"
}
