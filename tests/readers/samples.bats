#!/usr/bin/env bats
# samples/archive gives exactly the articles of samples.tsv: dates and where they come from,
# language, source, byline and headline.

# Articles as JSON on standard input; lines of samples.tsv on standard output.
to_table() {
    python3 -c '
import json, sys
columns = ("date", "date_from", "lang", "source", "byline", "headline")
articles = sorted((json.loads(line) for line in sys.stdin), key=lambda a: (a["file"], a.get("offset", 0)))
ordinal = {}
for article in articles:
    article.setdefault("date_from", "none")
    ordinal[article["file"]] = ordinal.get(article["file"], 0) + 1
    print(article["file"], ordinal[article["file"]], *(article.get(name, "-") for name in columns), sep="\t")
'
}

@test "the articles of the samples are those of samples.tsv" {
    root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    index=$BATS_TEST_TMPDIR/index
    "$MORGUE_BUILD/morgue-index" -q --index="$index" "$root/samples/archive"
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative --json -n 0 -- '*' |
        to_table | LC_ALL=C sort >"$BATS_TEST_TMPDIR/found"
    grep -v '^#' "$BATS_TEST_DIRNAME/samples.tsv" | LC_ALL=C sort >"$BATS_TEST_TMPDIR/wanted"
    diff -u "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/found"
}
