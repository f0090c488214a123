#!/usr/bin/env bats
# A call of a search fails: the whole right answer, or an error that says what and where; never less.

load faults

setup() {
    make_place
    write 0 40 "as it was"
    run_indexer "$archive"
    write 20 30 "as it has become"
    run_indexer "$archive"
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -gt 1 ]
}

teardown() {
    remove_place
}

# The search $1… with call NUMBER of KIND failing.
search_with_fault() {
    local kind=$1 number=$2
    shift 2
    status=0
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$index FAULT_CALL=$kind \
        FAULT_NUMBER=$number FAULT_ERROR=5 "$MORGUE_BUILD/morgue-search" --index="$index" "$@" \
        >"$work/out" 2>"$work/err" || status=$?
}

fail_each_call_of() {
    local whole kind number calls
    whole=$("$MORGUE_BUILD/morgue-search" --index="$index" "$@")
    rm -f "$work/tally"
    LD_PRELOAD=$MORGUE_BUILD/tests/faults/failing-calls.so FAULT_BELOW=$index FAULT_TALLY=$work/tally \
        "$MORGUE_BUILD/morgue-search" --index="$index" "$@" >/dev/null
    for kind in open read; do
        calls=$(calls "$kind")
        for number in $(moments "$calls"); do
            search_with_fault "$kind" "$number" "$@"
            echo "$kind $number of $calls: status $status: $(cat "$work/err")"
            if [ "$status" -eq 0 ]; then
                [ "$(cat "$work/out")" = "$whole" ] || { diff <(echo "$whole") "$work/out"; return 1; }
                [ ! -s "$work/err" ]
            else
                [[ $status -eq 1 || $status -eq 65 ]]
                grep -qE "^morgue-search: .*$index.*(Input/output error|could not be opened)" "$work/err"
                # What was printed before the failure is a part of the answer, and no more.
                [ "$(head -c "$(stat -c %s "$work/out")" <<<"$whole")" = "$(cat "$work/out")" ]
            fi
        done
    done
}

@test "words, with snippets" {
    fail_each_call_of become
}

@test "a phrase, in the order of dates" {
    fail_each_call_of --sort=newest --ids -n 0 '"as it was"'
}

# So many articles that what they are sorted by is read while they are sorted.
@test "in the order of addition" {
    seq 500 | sed 's,.*,{"headline": "Story &"\, "text": "What there is to say of &."},' \
        >"$archive/many.jsonl"
    run_indexer "$archive"
    FAULTS=100 fail_each_call_of --sort=added --ids -n 0 -- '*'
}

@test "all articles as JSON" {
    fail_each_call_of --json -n 0 -- '*'
}
