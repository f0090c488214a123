#!/usr/bin/env bats
# Relevance weighed with age: --recency.

load ../support/paper

# ago DAYS: the date so many days before today
ago() {
    date -u -d "-$1 days" +%F
}

setup_file() {
    make_archive
    article today.txt "Weather" "$(ago 0)" "" "A dull day at the quay, and the treaty was hardly spoken of by anyone in the town that week or since."
    article month.txt "Treaty treaty" "$(ago 30)" "" "Treaty, treaty, treaty."
    article year.txt "Treaty treaty treaty" "$(ago 365)" "" "Treaty, treaty, treaty, treaty, treaty."
    article old.txt "Treaty treaty treaty" 1850-01-01 "" "Treaty, treaty, treaty, treaty, treaty."
    article older.txt "Treaty treaty treaty" 1849 "" "Treaty, treaty, treaty, treaty, treaty."
    article undated.txt "Treaty treaty treaty" "" "" "Treaty, treaty, treaty, treaty, treaty."
    index_archive
}

order() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l --timezone=UTC "$@" | tr '\n' ' '
}

@test "a short half-life gives the newest, a very long one the most relevant" {
    [ "$(order --recency=1d treaty)" = "today.txt month.txt year.txt old.txt older.txt undated.txt " ]
    [ "$(order --recency=100000y treaty | cut -d' ' -f1)" != today.txt ]
    [ "$(order --recency=100000y treaty | cut -d' ' -f5-6)" = "today.txt undated.txt" ]
}

@test "a weight is halved for each half-life" {
    score() {
        "$MORGUE_BUILD/morgue-search" --index="$index" --timezone=UTC --format='%t' "$@"
    }
    all=$(score treaty headline:treaty date:"$(ago 30)")
    half=$(score treaty headline:treaty date:"$(ago 30)" --recency=30d)
    awk -v all="$all" -v half="$half" 'BEGIN { exit !(all > 1 && half > all / 2 - 0.001 && half < all / 2 + 0.001) }'
}

@test "ages of centuries keep their order, with a page, an offset and a count" {
    [ "$(order --recency=1d --offset 3 -n 2 treaty)" = "old.txt older.txt " ]
    [ "$(order --recency=1d --offset 9 treaty)" = "" ]
    search --recency=1d -c treaty
    [ "$output" = 6 ]
}

@test "a query without a ranking has the newest first" {
    [ "$(order --recency=1y date:..1850)" = "old.txt older.txt " ]
}

@test "a new article is not missed behind a thousand that are more relevant" {
    mkdir "$BATS_TEST_TMPDIR/many"
    {
        echo 'headline,date,text'
        for number in $(seq 3000); do
            echo "treaty $number,1900-01-01,treaty treaty treaty"
        done
        echo "\"One word of many, here and there\",$(ago 1),\"It was said in passing, among much else, that a treaty may be.\""
    } >"$BATS_TEST_TMPDIR/many/all.csv"
    "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/many"
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" --recency=1y -n 1 --format=%d treaty
    [ "$output" = "$(ago 1)" ]
    run "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -n 1 --format=%d treaty
    [ "$output" = 1900-01-01 ]
}

@test "words side by side count before age does" {
    mkdir "$BATS_TEST_TMPDIR/pairs"
    for day in 2001-01-01 2001-01-02; do
        {
            echo 'date,text'
            for number in 1 2 3 4 5 6; do
                echo "$day,harbour treaty of winter $number and mild spring"
                echo "$day,harbour of winter $number and mild spring treaty"
            done
        } >"$BATS_TEST_TMPDIR/pairs/$day.csv"
        # A run adds a shard.
        "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/pairs"
    done
    # runs ARGUMENT...: how many articles in a row have the day, and the words side by side or not
    runs() {
        "$MORGUE_BUILD/morgue-search" --index="$BATS_TEST_TMPDIR/index" -n 0 --format '%d %x' "$@" harbour treaty |
            sed 's/harbour treaty.*/near/; s/harbour of.*/apart/' | uniq -c | tr -s ' \n' ' '
    }
    [ "$(runs --recency=100000y)" = " 6 2001-01-02 near 6 2001-01-01 near 6 2001-01-02 apart 6 2001-01-01 apart " ]
    [ "$(runs --recency=1d)" = " 6 2001-01-02 near 6 2001-01-02 apart 6 2001-01-01 near 6 2001-01-01 apart " ]
}

@test "all of one weight are newest first, undated last, by id where the date is the same" {
    mkdir "$BATS_TEST_TMPDIR/equal"
    for part in 1 2 3; do
        awk -v part="$part" 'BEGIN {
            print "id,headline,date,text"
            for (i = part; i <= 2400; i += 3) {
                date = i % 40 == 7 ? "" : sprintf("%04d-%02d-%02d", 1931 + i * 7 % 80, 1 + i % 12, 1 + i % 3)
                printf "test:%d,treaty,%s,treaty\n", i, date
            }
        }' >"$BATS_TEST_TMPDIR/equal/$part.csv"
        # A run adds a shard.
        "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/equal"
    done
    "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/equal"
    for index in "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/one"; do
        "$MORGUE_BUILD/morgue-search" --index="$index" --format='%d %i' -n 0 --sort none treaty >"$BATS_TEST_TMPDIR/rows"
        [ "$(wc -l <"$BATS_TEST_TMPDIR/rows")" = 2400 ]
        # Undated rows begin with a blank: their order stays last.
        LC_ALL=C sort -t' ' -k1,1r -k2,2 "$BATS_TEST_TMPDIR/rows" | cut -d' ' -f2 >"$BATS_TEST_TMPDIR/newest"
        { grep -v '^ ' "$BATS_TEST_TMPDIR/rows" | LC_ALL=C sort -t' ' -k1,1 -k2,2
          grep '^ ' "$BATS_TEST_TMPDIR/rows" | LC_ALL=C sort; } | cut -d' ' -f2 >"$BATS_TEST_TMPDIR/oldest"
        for size in 10 1500 0; do
            for order in --sort=newest --sort=oldest --recency=1y; do
                expected=newest
                [ "$order" != --sort=oldest ] || expected=oldest
                "$MORGUE_BUILD/morgue-search" --index="$index" --ids -n "$size" "$order" treaty >"$BATS_TEST_TMPDIR/found"
                head -n "$([ "$size" = 0 ] && echo 2400 || echo "$size")" "$BATS_TEST_TMPDIR/$expected" | diff - "$BATS_TEST_TMPDIR/found"
            done
        done
        "$MORGUE_BUILD/morgue-search" --index="$index" --ids --offset 1100 -n 40 --recency=1y treaty |
            diff - <(sed -n 1101,1140p "$BATS_TEST_TMPDIR/newest")
    done
    # Two indexes, each with the half of the articles and several shards.
    mkdir "$BATS_TEST_TMPDIR/odd" "$BATS_TEST_TMPDIR/even"
    for part in 1 2 3; do
        for half in odd even; do
            awk -v parity="$([ "$half" = odd ] && echo 1 || echo 0)" -F'[:,]' 'NR == 1 || $2 % 2 == parity' \
                "$BATS_TEST_TMPDIR/equal/$part.csv" >"$BATS_TEST_TMPDIR/$half/$part.csv"
            "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$BATS_TEST_TMPDIR/$half.index" "$BATS_TEST_TMPDIR/$half"
        done
    done
    for size in 10 1500 0; do
        "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/odd.index" -d "$BATS_TEST_TMPDIR/even.index" --ids -n "$size" --recency=1y treaty |
            diff <(head -n "$([ "$size" = 0 ] && echo 2400 || echo "$size")" "$BATS_TEST_TMPDIR/newest") -
    done
    "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/even.index" -d "$BATS_TEST_TMPDIR/odd.index" --ids -n 0 --sort none treaty |
        sort | diff <(sort "$BATS_TEST_TMPDIR/newest") -
    # Both have articles that were added by the same run and at the same place.
    for order in added newest; do
        diff <("$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/odd.index" -d "$BATS_TEST_TMPDIR/even.index" --ids -n 0 --sort "$order" treaty) \
            <("$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/even.index" -d "$BATS_TEST_TMPDIR/odd.index" --ids -n 0 --sort "$order" treaty)
    done
}
