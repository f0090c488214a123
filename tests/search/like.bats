#!/usr/bin/env bats
# Related articles: --like.

load ../support/paper

setup_file() {
    make_archive
    article tide1.txt "Tide mill rebuilt" 2001-05-01 "Courier" \
        "The miller rebuilt the tide mill. The mill grinds barley at each tide, and the miller sells the flour."
    article tide2.txt "Mill grinds again" 2003-06-01 "Courier" \
        "Barley flour is sold again: the miller says his mill grinds at every tide."
    article tide3.txt "Flour prices" 2010-02-01 "Wire" \
        "Flour costs more. The miller blames barley."
    article court.txt "Judge retires" 2004-01-01 "Courier" \
        "A judge retires from the bench after a long career in the law."
    for number in 1 2 3 4 5 6; do
        article "filler$number.txt" "Council meets" "2005-01-0$number" "Courier" \
            "The council met on day $number and spoke of drains, roads and lamps."
    done
    index_archive
    id=$("$MORGUE_BUILD/morgue-search" --index="$index" --ids 'headline:rebuilt')
    export id
}

@test "--like gives related articles, the nearest first, and not the article itself" {
    search --like "$id" -l --relative
    [ "$status" = 0 ]
    [ "$output" = "tide2.txt"$'\n'"tide3.txt" ]
}

@test "--like takes the beginning of an id, and what the id was made from" {
    search --like "${id:0:8}" -l --relative
    [ "${lines[0]}" = tide2.txt ]
    [ "${#lines[@]}" = 2 ]
}

@test "a query and the scope filter what is like it" {
    search --like "$id" --since 2005 -l --relative
    [ "$output" = tide3.txt ]
    search --like "$id" --source courier -l --relative
    [ "$output" = tide2.txt ]
    search --like "$id" NOT blames -l --relative
    [ "$output" = tide2.txt ]
    search --like "$id" judge
    [ "$status" = 1 ]
}

@test "--like=- takes a text on standard input" {
    run --separate-stderr bash -c 'echo "Barley, flour and a mill: the tides" |
        "$MORGUE_BUILD/morgue-search" --index="$index" --like=- -l --relative'
    [ "${lines[0]}" = tide1.txt ] || [ "${lines[0]}" = tide2.txt ]
    [ "${lines[2]}" = tide3.txt ]
    [ "${#lines[@]}" = 3 ]
}

@test "a text of nothing, or of stop words, is like nothing" {
    run --separate-stderr bash -c 'echo "the of and" |
        "$MORGUE_BUILD/morgue-search" --index="$index" --like=-'
    [ "$status" = 1 ]
    [ -z "$output" ]
}

@test "standard input that is no text is refused, with the place" {
    run --separate-stderr bash -c 'printf "mill\377" |
        "$MORGUE_BUILD/morgue-search" --index="$index" --like=-'
    [ "$status" = 2 ]
    [[ $stderr = *"standard input:4: not plain text in UTF-8"*"hint: "* ]]
}

@test "an id that no article has is an error" {
    search --like 000000000000
    [ "$status" = 1 ]
    [[ $stderr = *"no article has the id '000000000000'"* ]]
}
