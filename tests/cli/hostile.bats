#!/usr/bin/env bats
# An archive from someone who means harm (hostile-archive beside this file says what is in it):
# it is indexed within limits, nothing outside it is read, written or called, and nothing of it
# reaches a terminal as it is.

setup_file() {
    export archive=$BATS_FILE_TMPDIR/archive index=$BATS_FILE_TMPDIR/index
    export secret=$BATS_FILE_TMPDIR/secret.txt report=$BATS_FILE_TMPDIR/report.jsonl
    mkdir "$archive"
    echo "secretword is not to be read" >"$secret"
    tests/cli/hostile-archive "$archive" "$secret"
    status=0
    timeout 300 "$MORGUE_BUILD/morgue-index" --lang=en --timezone=UTC -d "$index" \
        --report="$report" "$archive" >"$BATS_FILE_TMPDIR/out" 2>"$BATS_FILE_TMPDIR/err" || status=$?
    [ "$status" = 3 ]
}

setup() {
    bats_require_minimum_version 1.5.0
}

# counted WORD NUMBER: so many articles have the word
counted() {
    local found
    found=$("$MORGUE_BUILD/morgue-search" -d "$index" -c "$1" || true)
    [ "$found" = "$2" ] || { echo "$1: $found"; return 1; }
}

# reported FILE REASON
reported() {
    grep -F "$archive/$1" "$report" | grep -qF "\"reason\":\"$2\""
}

# on_terminal COMMAND...: what it writes to a terminal, standard error with it
on_terminal() {
    python3 -c '
import os, pty, sys
pid, master = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", NO_COLOR="1")
    os.execv(sys.argv[1], sys.argv[1:])
try:
    while chunk := os.read(master, 4096):
        os.write(1, chunk)
except OSError:
    pass
os.waitpid(pid, 0)
' "$@"
}

# is_harmless FILE: no control characters but those that end lines, no overrides of direction
is_harmless() {
    python3 -c '
import re, sys
text = open(sys.argv[1], "rb").read()
assert text, "nothing was written"
found = re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\r(?![\r\n])", text)
assert found is None, text[max(0, found.start() - 60):found.end() + 20]
' "$1"
}

@test "what is harmless of it is found, and the index is sound" {
    counted escapeword 2
    counted badword 5
    counted deepword 2
    counted entryword 5
    counted dateword 42
    "$MORGUE_BUILD/morgue-index" -d "$index" --check
}

@test "entities neither grow nor bring files" {
    for kind in rss nitf TEI; do
        reported "xml/$kind-laughs.xml" "XML entities expand without measure"
    done
    counted bombtext 4
    counted secretword 0
}

@test "packed bombs end at their limits" {
    reported packed/text.xml.gz "expands more than 200 times"
    grep -F "$archive/packed/text.xml.gz" "$report" | grep -q '"offset":[0-9]*,.*"action":"partly read"'
    reported packed/nested.zip "containers are nested more than 4 deep"
    reported packed/zeros.gz "not in a known format"
    reported packed/zeros.zip "not in a known format"
    counted nestedword 0
}

@test "names in archives lead nowhere" {
    ! find "$BATS_FILE_TMPDIR" /tmp -maxdepth 2 -name 'escaped.txt' 2>/dev/null | grep . || false
    ! "$MORGUE_BUILD/morgue-search" -d "$index" --json -n 0 entryword | grep -E '"file":"[^"]*(\.\./|!/)' || false
}

@test "lines of 20 MB are read, or named" {
    for file in line.txt line.json line.html line.xml; do
        "$MORGUE_BUILD/morgue-search" -d "$index" -l -n 0 longword | grep -qF "$archive/long/$file"
    done
    reported long/line.csv "row 2 is longer than 16 MB"
}

@test "words of any length are terms of at most 245 bytes" {
    counted termword 1
    counted "$(printf 'a%.0s' $(seq 64))" 1
}

@test "no date is made of what is none" {
    dates=$("$MORGUE_BUILD/morgue-search" -d "$index" -n 0 --format '%D' dateword | sort | uniq -c)
    # 2001-01-01 with an impossible hour is that day; 2001 in Arabic digits is that year
    [ "$(awk 'NF == 2 && $2 !~ /^(2001|2001-01-01)$/' <<<"$dates")" = "" ]
}

@test "results in every form leave a terminal alone" {
    for form in "" --json --csv --tsv --atom -l --ids --kwic "--kwic --json" "--facet=byline" \
        "--facet=source --json" "--terms" "--timeline=year" "--explain" "--format=%f|%h|%b|%s|%k|%x"; do
        # shellcheck disable=SC2086 # a list of options
        on_terminal "$MORGUE_BUILD/morgue-search" -d "$index" $form escapeword >"$BATS_TEST_TMPDIR/seen"
        is_harmless "$BATS_TEST_TMPDIR/seen" || { echo "form: $form"; return 1; }
    done
    id=$("$MORGUE_BUILD/morgue-search" -d "$index" --ids -n 1 'headline:owned')
    on_terminal "$MORGUE_BUILD/morgue-search" -d "$index" --show "$id" >"$BATS_TEST_TMPDIR/seen"
    is_harmless "$BATS_TEST_TMPDIR/seen"
}

@test "programs get paths as the bytes they are" {
    "$MORGUE_BUILD/morgue-search" -d "$index" -l -0 escapeword |
        grep -zqF "$archive/names/new"$'\n'"line "$'\033[31m.txt'
}

@test "what the indexer says leaves a terminal alone" {
    is_harmless "$BATS_FILE_TMPDIR/err"
    is_harmless "$report"
    for action in --stats --audit --check --dry-run; do
        on_terminal "$MORGUE_BUILD/morgue-index" -d "$index" "$action" $([ $action = --dry-run ] && echo "$archive") \
            >"$BATS_TEST_TMPDIR/seen"
        [ ! -s "$BATS_TEST_TMPDIR/seen" ] || is_harmless "$BATS_TEST_TMPDIR/seen"
    done
    on_terminal "$MORGUE_BUILD/morgue-index" -v -d "$BATS_TEST_TMPDIR/other" "$archive/names" >"$BATS_TEST_TMPDIR/seen"
    is_harmless "$BATS_TEST_TMPDIR/seen"
}

@test "errors leave a terminal alone" {
    wild=$'no\033[2Jwhere \xc2\x9b31m'
    for arguments in "morgue-search -d" "morgue-search --sort" "morgue-search --format=%" \
        "morgue-index -d $index" "morgue-index --memory" "morgue-index --reader"; do
        # shellcheck disable=SC2086 # words of a command
        on_terminal "$MORGUE_BUILD/"$arguments "$wild" word >"$BATS_TEST_TMPDIR/seen"
        is_harmless "$BATS_TEST_TMPDIR/seen" || { echo "$arguments"; return 1; }
    done
    on_terminal "$MORGUE_BUILD/morgue-search" -d "$index" "headline:($wild" >"$BATS_TEST_TMPDIR/seen"
    is_harmless "$BATS_TEST_TMPDIR/seen"
}

@test "neither program calls the network, or runs more than pdftotext" {
    case $MORGUE_BUILD in *address* | *thread*) skip "a sanitizer cannot be traced" ;; esac
    strace -o /dev/null true 2>/dev/null || skip "strace may not trace here"
    trace=$BATS_TEST_TMPDIR/trace
    printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>>>endobj\ntrailer<</Root 1 0 R>>\n' \
        >"$BATS_TEST_TMPDIR/page.pdf"
    strace -f -qq -e trace=%network,execve -o "$trace" "$MORGUE_BUILD/morgue-index" -q \
        -d "$BATS_TEST_TMPDIR/index" "$archive"/{xml,html,names,bytes,dates} "$BATS_TEST_TMPDIR/page.pdf" || [ $? = 3 ]
    grep -q execve "$trace" # it does trace
    ! grep -E '(socket|connect|sendto|sendmsg)\(' "$trace" || false
    ! grep -F execve "$trace" | grep -vE 'morgue-index|/pdftotext"|^[0-9]+ \+\+\+|resumed' || false
    strace -f -qq -e trace=%network,execve -o "$trace" "$MORGUE_BUILD/morgue-search" --json \
        -d "$BATS_TEST_TMPDIR/index" escapeword >"$BATS_TEST_TMPDIR/found"
    [ -s "$BATS_TEST_TMPDIR/found" ]
    ! grep -E '(socket|connect|sendto|sendmsg)\(' "$trace" || false
    [ "$(grep -cF execve "$trace")" = 1 ]
}
