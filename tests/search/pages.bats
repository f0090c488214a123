#!/usr/bin/env bats
# Pages of ranked answers: the same articles in the same order however they are asked for.

setup_file() {
    index=$BATS_FILE_TMPDIR/index
    export index
    export NO_COLOR=
    articles >"$BATS_FILE_TMPDIR/articles.jsonl"
    "$MORGUE_BUILD/morgue-index" -q --lang=en --index="$index" "$BATS_FILE_TMPDIR/articles.jsonl"
}

# 2,400 articles over ten years that have both words of "harbour strike", twenty of them side by side.
articles() {
    awk 'BEGIN {
        for (i = 0; i < 2400; i++) {
            filler = ""
            for (j = 0; j < 20 + i * 7 % 61; j++) filler = filler " w" (i * 31 + j * 17) % 97
            if (i % 120 == 77) middle = "harbour strike"
            else middle = "strike at the harbour"
            date = i % 50 == 3 ? "" : sprintf(",\"date\":\"%04d-%02d-%02d\"", 1990 + i % 10, 1 + i % 12, 1 + i % 28)
            printf "{\"id\":\"test:%012d\",\"headline\":\"Story %d\"%s,\"text\":\"%s %s.\"}\n", i, i, date, middle, filler
        }
    }'
}

# ids ARGUMENT...: the ids of all that is found, in order
ids() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --ids "$@"
}

@test "pages put together are the whole answer" {
    ids -n 0 harbour strike >"$BATS_TEST_TMPDIR/all"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/all")" = 2400 ]
    [ "$(sort -u "$BATS_TEST_TMPDIR/all" | wc -l)" = 2400 ]
    for page in "0 10" "0 40" "190 30" "600 500" "990 20" "1000 10" "2390 30"; do
        set -- $page
        ids --offset "$1" -n "$2" harbour strike >"$BATS_TEST_TMPDIR/page"
        tail -n "+$(($1 + 1))" "$BATS_TEST_TMPDIR/all" | head -n "$2" | diff - "$BATS_TEST_TMPDIR/page"
    done
    run ids --offset 2400 harbour strike
    [ "$output" = "" ]
}

@test "words side by side come before the same words apart" {
    ids -n 0 '"harbour strike"' | sort >"$BATS_TEST_TMPDIR/phrase"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/phrase")" = 20 ]
    ids -n 300 harbour strike | sort >"$BATS_TEST_TMPDIR/first"
    [ "$(comm -12 "$BATS_TEST_TMPDIR/phrase" "$BATS_TEST_TMPDIR/first" | wc -l)" -gt 5 ]
    best=$(ids -n 1 harbour strike)
    grep -qx "$best" "$BATS_TEST_TMPDIR/phrase"
}

@test "a filter leaves the order of what passes as it is, wide or narrow" {
    ids -n 0 strike >"$BATS_TEST_TMPDIR/all"
    for range in 1990..1998 1991-03..1997-10 1995..1995-06 1993-02-03..1999-11-30 1990..1999; do
        ids -n 0 "date:$range" | sort >"$BATS_TEST_TMPDIR/passing"
        grep -Fxf "$BATS_TEST_TMPDIR/passing" "$BATS_TEST_TMPDIR/all" >"$BATS_TEST_TMPDIR/expected"
        for size in 3 10 45 0; do
            ids -n "$size" "strike date:$range" >"$BATS_TEST_TMPDIR/found"
            if [ "$size" = 0 ]; then cat "$BATS_TEST_TMPDIR/expected"; else head -n "$size" "$BATS_TEST_TMPDIR/expected"; fi |
                diff - "$BATS_TEST_TMPDIR/found"
            ids -n "$size" --since "${range%..*}" --until "${range#*..}" strike | diff "$BATS_TEST_TMPDIR/found" -
        done
    done
}

@test "pages of a filtered query with pairs are the whole answer, too" {
    ids -n 0 "harbour strike date:1990..1996" >"$BATS_TEST_TMPDIR/all"
    for page in "0 5" "0 30" "20 15" "300 20" "990 30"; do
        set -- $page
        ids --offset "$1" -n "$2" "harbour strike date:1990..1996" >"$BATS_TEST_TMPDIR/page"
        tail -n "+$(($1 + 1))" "$BATS_TEST_TMPDIR/all" | head -n "$2" | diff - "$BATS_TEST_TMPDIR/page"
    done
}
