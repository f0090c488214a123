#!/usr/bin/env bats
# Proximity, counts, wildcards and similar words: queries and the articles that they find.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export index
    mkdir "$archive"
    while IFS='|' read -r name language headline text; do
        [ -n "$name" ] || continue
        printf 'Headline: %s\nLanguage: %s\nByline: %s\n\n%b\n' \
            "$headline" "$language" "Ada Marlow" "$text" >"$archive/$name"
    done <<'CORPUS'
near|en|Trade|Sanctions hit one two three Russia hard.
far|en|Trade|Sanctions hit one two three four Russia hard.
back|en|Trade|Russia met new sanctions.
twice|en|Trade|Sanction one sanction two. The third sanction came late.
sentences|en|Trade|The minister spoke. Grain rose in price.
sentence|en|Trade|The minister spoke of grain.
paragraphs|en|Trade|The minister spoke.\n\nGrain was sold.
paragraph|en|Trade|The minister spoke. So did others. Grain was sold.
phrase|en|Trade|The prime minister of Russia spoke.
other|en|Trade|The prime number and a minister, then Russia.
chain|en|Trade|Alpha one beta two gamma.
broken|en|Trade|Alpha one beta two three four five six beta two gamma.
women|en|Women of the port|A woman spoke, other women sang.
accents|fr|Le café|Le café du port est ouvert.
names|en|Names|Zelensky met Zelenskyy; Zelenski wrote; Zelenskiy was there.
longest|en|Station|The station and the stationery; a nation and its nationality.
headline|en|Grain for Kyiv|The ships sail.
hyphen|en|Post|Send an e-mail about the tariff today.
between|en|Birds|Osprey kestrel falcon wren.
ends|en|Birds|Harrier merlin hobby once flew.
again|en|Birds|Owl dove one two three four five dove finch.
shared|en|Birds|Plover one two three four five six plovers one two egret.
CORPUS
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$archive"
}

# The files that a query finds, sorted, on one line.
found() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l -n 0 "$@" | sort | paste -sd' '
}

# check TABLE: lines of `query|files`
check() {
    wrong=
    while IFS='|' read -r query files; do
        answer=$(found -- "$query")
        [ "$answer" = "$files" ] || wrong+="$query: found '$answer', wanted '$files'"$'\n'
    done
    echo "$wrong"
    [ -z "$wrong" ]
}

@test "NEAR and ADJ: positions apart, any form of the words, in either or in this order" {
    check <<'TABLE'
sanction NEAR/5 russia|back near
sanctions NEAR/6 russia|back far near
Sanctions w/3 Russia|back
russia NEAR/5 sanction|back near
sanction ADJ/5 russia|near
russia ADJ/5 sanction|back
russia pre/5 sanction|back
Russia w/2 Sanctions|
=sanction NEAR/5 russia|
TABLE
}

@test "groups, phrases, wildcards and exact words inside proximity" {
    check <<'TABLE'
sanction* NEAR/5 russia|back near
(sanction OR minister) NEAR/5 russia|back near other phrase
"prime minister" NEAR/3 russia|phrase
("prime minister" OR sanctions) NEAR/5 russia|back near phrase
russia NEAR/3 "prime minister"|phrase
"prime minister" ADJ/2 russia|phrase
russia ADJ/9 "prime minister"|
(sanctions hit) NEAR/5 russia|near
e-mail NEAR/3 tariff|hyphen
russi~1 NEAR/5 sanction|back near
headline:(grain NEAR/3 kyiv)|headline
TABLE
}

@test "chains are pairs from left to right; pairs stand inside pairs" {
    check <<'TABLE'
alpha NEAR/2 beta NEAR/2 gamma|broken chain
alpha NEAR/2 (beta NEAR/2 gamma)|chain
(alpha NEAR/2 beta) ADJ/2 gamma|chain
alpha ADJ/2 beta SENT gamma|broken chain
TABLE
}

@test "what stands between the two of a pair is near it, and pairs may cross" {
    check <<'TABLE'
kestrel NEAR/1 (osprey NEAR/2 falcon)|between
(osprey NEAR/2 falcon) NEAR/1 kestrel|between
kestrel SENT (osprey SENT falcon)|between
(osprey NEAR/2 falcon) PARA (kestrel NEAR/2 wren)|between
kestrel ADJ/5 (osprey NEAR/2 falcon)|
"osprey kestrel" NEAR/2 kestrel|
TABLE
}

@test "of places of different lengths, and of far pairs, each counts" {
    check <<'TABLE'
flew NEAR/2 ("harrier merlin hobby" OR merlin)|ends
("harrier merlin hobby" OR merlin) NEAR/2 flew|ends
harrier NEAR/1 ("merlin hobby once" OR hobby)|ends
finch NEAR/1 (owl NEAR/7 dove)|again
finch NEAR/1 (dove NEAR/7 owl)|again
finch NEAR/1 (owl NEAR/6 dove)|
TABLE
}

@test "a word that both sides ask for hides no other" {
    check <<'TABLE'
plover NEAR/3 (plover OR egret)|shared
(plover OR egret) NEAR/3 plover|shared
plover NEAR/7 plover|shared
plover NEAR/6 plover|
TABLE
}

@test "SENT and PARA: one sentence, one paragraph" {
    check <<'TABLE'
minister SENT grain|sentence
minister w/s grain|sentence
grain SENT minister|sentence
minister PARA grain|paragraph sentence sentences
minister w/p grain|paragraph sentence sentences
minister AND grain|paragraph paragraphs sentence sentences
minister grain NOT (minister SENT grain)|paragraph paragraphs sentences
(minister SENT grain) OR alpha|broken chain sentence
minister grain -(minister PARA grain)|paragraphs
TABLE
}

@test "ATLEAST counts every form, groups together" {
    check <<'TABLE'
ATLEAST/3 sanction|twice
ATLEAST/4 sanction|
ATLEAST/2 (minister OR grain)|paragraph paragraphs sentence sentences
ATLEAST/2 women|women
ATLEAST/1 alpha -gamma|
ATLEAST/2 "beta two"|broken
ATLEAST/1 e-mail|hyphen
ATLEAST/2 e-mail|
ATLEAST/2 (russi* OR russia)|
ATLEAST/2 ("prime minister" OR minister)|
sanction -ATLEAST/2 sanction|back far near
TABLE
}

@test "wildcards: beginnings, middles, one letter, accents, fields" {
    check <<'TABLE'
sanction*|back far near twice
Sanction*|back far near twice
s*tion|longest twice
*tionality|longest
wom?n|women
wome?|women
stat*ry|longest
caf*|accents
café*|accents
headline:wom*|women
headline:kyi?|headline
byline:marl*|accents again back between broken chain ends far headline hyphen longest names near other paragraph paragraphs phrase sentence sentences shared twice women
russia sanction*|back far near
wo?*n|women
TABLE
}

@test "similar words: a letter more, less, other, or swapped, after the first" {
    check <<'TABLE'
zelensky~1|names
zelenksy~1|names
zelnsky~|names
sanctoins~1|back far near
rusia~|back far near other phrase
rossija~2|back far near other phrase
tussia~1|
byline:marlo~1|accents again back between broken chain ends far headline hyphen longest names near other paragraph paragraphs phrase sentence sentences shared twice women
TABLE
}

@test "too few letters, or too many words, are errors that say how many" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" -- 's*'
    [ "$status" = 2 ]
    [[ ${lines[0]} == *"s* stands for "*" words" ]]
    [ "${lines[1]}" = "  s*" ]
    [ "${lines[2]}" = "  ^" ]
    [[ ${lines[3]} == "hint: "*"at least 3 letters"* ]]
    run "$MORGUE_BUILD/morgue-search" --index="$index" -- 'a? russia'
    [ "$status" = 2 ]
    for word in $(seq 1 1100); do printf 'numbered%d ' "$word"; done >"$BATS_TEST_TMPDIR/many"
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/many"
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -c -- 'numbered*'
    [ "$output" = 1 ]
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -- 'numbered* NEAR/2 numbered7'
    [ "$status" = 2 ]
    [[ ${lines[0]} == *"numbered* stands for 1100 words" ]]
    [ "${lines[1]}" = "  numbered* NEAR/2 numbered7" ]
    [ "${lines[2]}" = "  ^" ]
    [[ ${lines[3]} == "hint: at most 1000"* ]]
    for word in $(seq 10001 20001); do printf 'counted%d ' "$word"; done >"$BATS_TEST_TMPDIR/more"
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/more"
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -- 'counted*'
    [ "$status" = 2 ]
    [[ ${lines[0]} == *"counted* stands for 10001 words" ]]
    [[ ${lines[3]} == "hint: at most 10000"* ]]
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -c -- 'counted1*'
    [ "$output" = 1 ]
    run "$MORGUE_BUILD/morgue-search" --index="$index" -- 'grain AND (headline:a* OR russia)'
    [[ ${lines[0]} == *"headline:a* stands for "* ]]
    [ "${lines[2]}" = "             ^" ]
}

@test "what was found is marked in any form" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" -n 1 -- 'sanction NEAR/5 russ*'
    [[ $output == *"[sanctions]"* ]] || [[ $output == *"[Sanctions]"* ]]
    [[ $output == *"[Russia]"* ]]
    for query in email =email '"email"' e-mail; do
        run "$MORGUE_BUILD/morgue-search" --index="$index" -- "$query"
        [[ $output == *"[e-mail]"* ]]
        run "$MORGUE_BUILD/morgue-search" --index="$index" --kwic -- "$query"
        [[ $output == *"[e-mail]"* ]]
    done
}

@test "explain counts each part of a pair" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" --explain -- 'minister SENT grain OR alpha'
    [[ ${lines[0]} == '(minister SENT grain) OR alpha' ]]
    [[ $output =~ 'minister SENT grain'\ +1 ]]
    [[ $output =~ 'grain'\ +5 ]]
}
