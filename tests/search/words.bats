#!/usr/bin/env bats
# What words of a query mean: triples of query, options and articles over a small corpus.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export index
    mkdir "$archive"
    while IFS='|' read -r name language headline text; do
        [ -n "$name" ] || continue
        printf 'Headline: %s\nLanguage: %s\nByline: %s\n\n%s\n' \
            "$headline" "$language" "José Ó Dálaigh" "$text" >"$archive/$name"
    done <<'CORPUS'
sanctions|en|New measures|Sanctions were agreed; the sanctioned firms object.
sanction|en|A single word|One sanction is not enough.
iraq|en|Army|Iraq's army and AT&T's network met Dr O'Brien at 10:30.
who|en|Agency|The agency WHO warned of an outbreak.
pronoun|en|Question|Nobody knows who called.
hyphen|en|Post|Send an e-mail to the co-operative.
joined|en|Post again|Send an email to the cooperative.
parted|en|Post once more|The letter e mail stands here, co operative there.
acronym|en|Abroad|The U.S. and the U.K. signed.
pronouns|en|At home|They told us about it in the uk.
number|en|Law|Article 5 is cited as 4 U.S. 401 here, with 1,000 others.
cafe|en|Plain|The cafe is open.
accent|fr|Accent|Le café est ouvert.
elided|fr|Sommet|Les garanties de l'Ukraine selon l’article 7 du traité d’Île.
gross|de|Strasse|Die Straße nach Gießen führt über Köln.
haus|de|Häuser|Alte Häuser werden verkauft.
russian|ru|Новости|Президенты подписали договор.
chinese|zh|新闻|国家主席习近平会见了外国客人。
chinese2|zh|新闻二|近日平静习俗。
thai|th|ข่าว|กรุงเทพมหานครเป็นเมืองหลวง
arabic|ar|أخبار|السلام عليكم يا أهل المدينة
long|en|Length|Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft is long.
sharp|en|Code|Written in C++ and C# today.
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

# stop_words GERMANS: how many of 1,000 English and so many German articles `the harbour` finds
stop_words() {
    awk -v germans="$1" 'BEGIN {
        for (i = 0; i < 1000; i++)
            printf "{\"id\":\"test:%d\",\"headline\":\"Story %d\",\"language\":\"en\",\"text\":\"A harbour again.\"}\n", i, i
        for (i = 0; i < germans; i++)
            printf "{\"id\":\"test:de%d\",\"headline\":\"Hafen %d\",\"language\":\"de\",\"text\":\"Der Hafen.\"}\n", i, i
    }' >"$BATS_TEST_TMPDIR/$1.jsonl"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/$1" "$BATS_TEST_TMPDIR/$1.jsonl"
    "$MORGUE_BUILD/morgue-search" --zero-ok -c -d "$BATS_TEST_TMPDIR/$1" the harbour
}

@test "what a phrase finds is marked, as a joined and as an elided word, too" {
    wrong=
    while IFS='|' read -r query marked; do
        answer=$("$MORGUE_BUILD/morgue-search" --index="$index" --kwic -- "$query" |
            sed 's/^[^[]*\[\([^]]*\)\].*/\1/' | sort | paste -sd';')
        [ "$answer" = "$marked" ] || wrong+="$query: marked '$answer', wanted '$marked'"$'\n'
    done <<'TABLE'
"an email"|an e-mail;an email
="an email"|an e-mail;an email
"the cooperative"|the co-operative;the cooperative
"de ukraine"|de l'Ukraine
"ukraine"|l'Ukraine
"ukraine selon"|l'Ukraine selon
"traité ile"|traité d’Île
TABLE
    echo "$wrong"
    [ -z "$wrong" ]
}

@test "a stop word is one unless a language of an article in a thousand says otherwise" {
    [ "$(stop_words 0)" = 1000 ]
    [ "$(stop_words 1)" = 1000 ]
    [ "$(stop_words 2)" = 0 ]
}

@test "stems, whatever the case; exact words and phrases are not stemmed" {
    check <<'TABLE'
sanctions|sanction sanctions
Sanctions|sanction sanctions
SANCTION|sanction sanctions
=sanctions|sanctions
=sanction|sanction
"sanction"|sanction
"sanctions were agreed"|sanctions
"sanction were agreed"|
TABLE
}

@test "accents fold, unless the exact form is asked for" {
    check <<'TABLE'
cafe|accent cafe
café|accent cafe
CAFÉ|accent cafe
=café|accent
"le cafe est"|accent
"the café is"|cafe
strasse|gross
Straße|gross
giessen|gross
koln|gross
hauser|haus
häuser|haus
byline:"jose o dalaigh" lang:fr|accent elided
byline:"jose dalaigh"|
byline:DÁLAIGH haus|haus
TABLE
}

@test "elided words are found by either form" {
    check <<'TABLE'
ukraine|elided
l'Ukraine|elided
d’ukraine|elided
"article 7"|elided
"l'article 7"|elided
ile|elided
île|elided
=ukraine|
TABLE
}

@test "signs inside words" {
    check <<'TABLE'
iraq|iraq
Iraq's|iraq
Iraq’s|iraq
AT&T|iraq
O'Brien|iraq
10:30|iraq
C++|sharp
C#|sharp
1,000|number
"4 U.S. 401"|number
article 5|number
TABLE
}

@test "hyphens: the parts side by side, or the joined form" {
    check <<'TABLE'
e-mail|hyphen joined parted
email|hyphen joined
"e mail"|hyphen parted
co-operative|hyphen joined parted
cooperative|hyphen joined
TABLE
}

@test "with --any the parts of a hyphenated word count by themselves, beside other words" {
    [ "$(found --any -- 'co-operative nothing')" = "hyphen joined parted" ]
    [ "$(found --any -- 'e-letter nothing')" = "hyphen parted" ]
    [ "$(found --any -- 'e-letter')" = "" ]
}

@test "words of articles whose language cannot be told have the other articles' forms" {
    mkdir "$BATS_TEST_TMPDIR/archive"
    printf 'Headline: Permutations\n\nThere were permutations of the clocks, and one permutation more.\n' \
        >"$BATS_TEST_TMPDIR/archive/told"
    printf 'Headline: Permutation\n\nNormdex, P.\n' >"$BATS_TEST_TMPDIR/archive/untold"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/archive"
    index=$BATS_TEST_TMPDIR/index
    [ "$(found -- -has:lang)" = untold ]
    [ "$(found permutations)" = "told untold" ]
}

@test "a few articles in one language do not give the words of another their stems" {
    mkdir "$BATS_TEST_TMPDIR/archive"
    for number in 1 2 3 4 5 6; do
        printf 'Headline: Note %s\nLanguage: en\n\nThe mark fell again.\n' "$number" \
            >"$BATS_TEST_TMPDIR/archive/english$number"
    done
    printf 'Headline: Post\nLanguage: de\n\nAlte Marken werden verkauft.\n' \
        >"$BATS_TEST_TMPDIR/archive/german"
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/archive"
    index=$BATS_TEST_TMPDIR/index
    [ "$(found marken)" = german ]
    [ "$(found altes)" = german ]
}

@test "acronyms are not pronouns" {
    check <<'TABLE'
U.S.|acronym number
u.k.|
U.K.|acronym
uk|pronouns
=us|pronouns
TABLE
}

@test "words in other scripts" {
    check <<'TABLE'
президент|russian
Договор|russian
习近平|chinese
近平|chinese
平|chinese chinese2
"习近平会见"|chinese
习平|
กรุงเทพ|thai
เมือง|thai
السلام|arabic
TABLE
}

@test "words of a length that no index keeps are found by their beginning" {
    check <<'TABLE'
Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft|long
TABLE
}

@test "operators and brackets" {
    check <<'TABLE'
sanction OR cafe|accent cafe sanction sanctions
sanction NOT firms|sanction
sanction AND (firms OR enough)|sanction sanctions
(sanction AND firms) OR (cafe AND open)|cafe sanctions
+sanction -enough|sanctions
headline:(post AND again)|joined
headline:post -headline:again|hyphen parted
lang:de|gross haus
lang:(fr OR zh)|accent chinese chinese2 elided
-lang:en -lang:de -lang:zh|accent arabic elided russian thai
has:byline lang:ru|russian
has:date|
TABLE
}

@test "words typed without their accents rank by those that have them" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" --json "hauser OR cafe"
    [ "${#lines[@]}" = 3 ]
    [[ $output != *'"score":0.0000'* ]]
}

@test "WHO in capitals ranks the agency before the pronoun" {
    run "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l "outbreak OR WHO"
    [ "${lines[0]}" = who ]
    run "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l WHO
    [ "${lines[0]}" = who ]
    [ "${lines[1]}" = pronoun ]
}

@test "stop words alone stay what is looked for beside brackets, dates and whole values" {
    check <<'TABLE'
(it in) lang:en|pronouns
(it in) (the us)|pronouns
in the -lang:fr|pronouns
TABLE
    [ "$(found --any -- 'it is lang:en')" = "cafe long number pronouns sanction" ]
    [ "$(found --any -- '(it is) -cited lang:en')" = "cafe long pronouns sanction" ]
}

@test "explain counts a group without the stop words that it drops, and names none that counts" {
    explained() {
        "$MORGUE_BUILD/morgue-search" --index="$index" --zero-ok --explain -- "$1" |
            sed -E 's/^ +//; s/ {2,}/ /g'
    }
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_TEST_TMPDIR/index" --include='sanction*' \
        --include=who --include=pronoun --include=cafe "$BATS_FILE_TMPDIR/archive"
    index=$BATS_TEST_TMPDIR/index
    explained '(is OR sanction) "the"' | grep -qx 'is OR sanction 2'
    explained '(is OR sanction) "the"' | grep -q '^is 2 (too common'
    explained 'cafe NEAR/2 is' | grep -qx 'is 2'
    explained 'cafe ATLEAST/1 is' | grep -qx 'is 2'
    explained 'cafe -is' | grep -qx 'is 2'
}
