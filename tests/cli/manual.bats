#!/usr/bin/env bats
# The man pages: well-formed, every option in them and no other, every example runs.

setup_file() {
    export LC_ALL=C.UTF-8
    root=$BATS_TEST_DIRNAME/../..
    export root
    "$MORGUE_BUILD/morgue-index" -q --index="$BATS_FILE_TMPDIR/index" "$root/samples/archive"
}

@test "mandoc finds nothing to complain about" {
    run mandoc -T lint -W warning "$root"/docs/man/*.[17]
    [ -z "$output" ]
    [ "$status" = 0 ]
}

@test "the options of a man page are those of --help" {
    for program in morgue-index morgue-search; do
        "$MORGUE_BUILD/$program" --help | grep -oE -- '^ +(-., )?--?[a-z0-9-]+' |
            grep -oE -- '--[a-z-]+' | sort -u >"$BATS_TEST_TMPDIR/help"
        sed -n 's/^\.It //p' "$root/docs/man/$program.1" | grep -oE -- 'Fl -[a-z-]+' |
            sed 's/^Fl /-/' | sort -u >"$BATS_TEST_TMPDIR/manual"
        [ "$(wc -l <"$BATS_TEST_TMPDIR/help")" -ge 15 ]
        diff -u "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/manual"
    done
}

@test "every search in the examples of the man pages finds something" {
    count=0
    while IFS= read -r command; do
        count=$((count + 1))
        MORGUE_INDEX=$BATS_FILE_TMPDIR/index PATH=$MORGUE_BUILD:$PATH bash -c "$command" \
            >"$BATS_TEST_TMPDIR/out" || { echo "$command"; return 1; }
        [ -s "$BATS_TEST_TMPDIR/out" ] || { echo "$command: nothing printed"; return 1; }
    done < <(grep -hE '^morgue-search ' "$root"/docs/man/*.[17])
    [ "$count" -ge 8 ]
}

@test "the fields and exit statuses of the manual are those of the documents" {
    for status in $(sed -n '/^\.Sh EXIT/,/^\.Sh EXAMPLES/s/^\.It \([0-9]*\)$/\1/p' \
        "$root/docs/man/morgue-search.1"); do
        grep -q "^| $status |" "$root/docs/output.md" || { echo "$status"; return 1; }
    done
    for field in $(grep -oE '^\| `[a-z]+:`' "$root/docs/query-language.md" | grep -oE '[a-z]+:'); do
        grep -qE "^\.It .*Ic .*$field" "$root/docs/man/morgue-query.7" || { echo "$field"; return 1; }
    done
}
