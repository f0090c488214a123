#!/usr/bin/env bats
# Concordances: --kwic.

load ../support/paper

setup_file() {
    make_archive
    article a.txt "Treaty signed" 2022-03-05 "Wire" \
        "The long awaited treaty was signed by nine states in the old harbour town. Two more treaties wait; a treaties' day may follow."
    article b.txt "Wide" 2021-01-01 "Wire" "漢字漢字 treaty 漢字漢字漢字漢字漢字漢字"
    printf 'Headline: Marks\nDate: 2020-01\n\nx\xcc\x82y\xcc\x82z\xcc\x82 treaty q\xcc\x82u\xcc\x82 v.\n' >"$archive/c.txt"
    article d.txt "Elsewhere" "" "Wire" "A harbour master spoke of the harbour office."
    index_archive
}

# words: the marked words of the output, one a line
words() {
    sed 's/^[^[]*\[\([^]]*\)\].*/\1/' <<<"$output"
}

# columns: where each mark begins, in columns of a terminal
columns() {
    perl -CS -MUnicode::UCD=charprop -ne '
        my ($left) = /^([^\[]*)\[/;
        my $columns = 0;
        for my $character (split //, $left) {
            next if $character =~ /\p{Mn}/;
            $columns += $character =~ /\p{Han}/ ? 2 : 1;
        }
        print "$columns\n"' <<<"$output" | sort -u
}

@test "a line for each occurrence, headline and text, the word always in one column" {
    search --kwic --sort newest treaty
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 6 ]
    [[ ${lines[0]} = 2022-03-05\ \ ????????????\ \ *'    [Treaty] signed' ]]
    [[ ${lines[1]} = *'             The long awaited [treaty] was signed by nine stat' ]]
    [ "$(words | LC_ALL=C sort | uniq -c | tr -s ' \n' ' ')" = " 1 Treaty 2 treaties 3 treaty " ]
    [ "$(columns)" = 56 ]
}

@test "the width is that of the text in columns, for wide and combining characters, too" {
    search --kwic=20 treaty date:2021
    [[ $output = "2021-01-01  "????????????"   漢字漢字 [treaty] 漢" ]]
    search --kwic=10 treaty date:2021
    [[ $output = "2021-01-01  "????????????"  漢字 [treaty]" ]]
    search --kwic=20 treaty date:2020
    [ "$(columns)" = 36 ]
    [[ $output = *$'      x\xcc\x82\xc5\xb7\xe1\xba\x91 [treaty] q\xcc\x82\xc3\xbb ' ]]
}

@test "phrases, stems, exact words and wildcards are shown as they stand" {
    search --kwic '"nine states"'
    [ "$(words)" = "nine states" ]
    search --kwic =treaties
    [ "$(words | head -1)" = "treaties" ]
    search --kwic 'stat*'
    [ "$(words)" = "states" ]
    search --kwic 'har*r NOT treaty'
    [ "$(words)" = $'harbour\nharbour' ]
}

@test "an undated article says so, and an imprecise date is no more than that" {
    search --kwic master
    [[ $output = "undated     "????????????"  "*"A harbour [master] spoke of"* ]]
    search --kwic headline:marks
    [[ $output = "2020-01     "* ]]
}

@test "--limit counts articles, not lines" {
    search --kwic -n 1 --sort newest treaty
    [ "${#lines[@]}" = 4 ]
    [ "$(cut -c 1-10 <<<"$output" | sort -u)" = 2022-03-05 ]
}

@test "in colour instead of brackets" {
    search --kwic --color=always master
    [[ $output = *$'A harbour \033[1;31mmaster\033[0m spoke of'* ]]
}

@test "--json gives an object for each occurrence" {
    search --kwic --json harbour NOT treaty
    [ "${#lines[@]}" = 2 ]
    [[ ${lines[0]} = *'"headline":"Elsewhere"'*'"kwic":{"in":"text","left":"A ","word":"harbour","right":" master spoke of the ha"}}' ]]
    perl -MJSON::PP -ne 'decode_json($_)' <<<"$output"
}

@test "nothing found, a wrong width, another form" {
    search --kwic zeppelin
    [ "$status" = 1 ]
    [ -z "$output" ]
    search --kwic=5 treaty
    [ "$status" = 2 ]
    [[ $stderr = *"'5' is not a number of columns from 10 to 1000"* ]]
    search --kwic -l treaty
    [ "$status" = 2 ]
    search --kwic --since 2020
    [ "$status" = 2 ]
    [[ $stderr = *"needs the words"* ]]
}
