#!/usr/bin/env bats
# morgue-index from the shell: exit statuses, what goes to which output, and what stays silent.

load ../support/indexing

articles() {
    for number in $(seq "$1"); do
        printf 'Headline %s\n\nThe text of article number %s.\n' "$number" "$number" >"$archive/$number.txt"
    done
}

count() {
    "$MORGUE_BUILD/morgue-search" --zero-ok -c -- '*'
}

@test "0 and silence when all went well and nobody watches" {
    articles 3
    index "$archive"
    expect 0
    [ -z "$out$err" ]
    [ "$(count)" -eq 3 ]
    index "$archive"
    expect 0
    [ -z "$out$err" ]
}

@test "articles whose address is the front page of their site are not versions of one another" {
    local home=https://www.post.example/ number
    for number in 1 2 3; do
        printf '<title>Page %s</title><link rel=canonical href=%s><p>The text of page number %s.' \
            "$number" "$home" "$number" >"$archive/$number.html"
        printf '{"title": "Line %s", "text": "The text of line number %s.", "url": "%s"}\n' \
            "$number" "$number" "$home" >>"$archive/lines.jsonl"
        items+="<item><title>Item $number</title><link>$home</link><description>The text of item number $number.</description></item>"
    done
    printf '<rss version="2.0"><channel><title>Post</title>%s</channel></rss>' "$items" >"$archive/feed.xml"
    index "$archive"
    expect 0
    [ "$(count)" -eq 9 ]
}

@test "1 where a path is not there, naming it" {
    index "$archive/absent"
    expect 1
    [[ $err == *"$archive/absent: No such file or directory"* ]]
}

@test "1 where the index cannot be made, naming it" {
    articles 1
    : >"$BATS_TEST_TMPDIR/file"
    index -d "$BATS_TEST_TMPDIR/file/index" "$archive"
    expect 1
    [[ $err == *"$BATS_TEST_TMPDIR/file/index: Not a directory"* ]]
}

@test "2 for wrong usage, on standard error with a hint" {
    local cases=("" "--nonsense" "--jobs=x ." "--jobs=-1 ." "--memory=1 ." "--memory=1q ." "--prune=maybe ."
        "--date-fallback=guess ." "--reader=none ." "--timezone=Mars/Olympus ." "--wait=-1 ." "-q -v ."
        "--check ." "--check --formats" "--version ." "--lang=e=n ." "--lang=auto,en ." "--lang=en,,de ." "--report=x --check" "--report=x --compact"
        "--report=x --dry-run .")
    for arguments in "${cases[@]}"; do
        # shellcheck disable=SC2086 # the words of a case
        index $arguments
        expect 2
        [ -z "$out" ]
        [[ $err == *$'\n'"hint: "* ]] || { echo "no hint: $arguments: $err"; false; }
    done
    [ ! -e "$index" ]
}

@test "an empty value is named: a variable of a script that is not set" {
    local name
    for name in --index --report --reader --lang --include --exclude; do
        index "$name=" "$archive"
        expect 2
        [[ $err = "morgue-index: $name is empty"$'\n'"hint: "* ]]
    done
    index ""
    expect 2
    [[ $err = "morgue-index: a PATH is empty"$'\n'"hint: "* ]]
    [ ! -e "$index" ]
}

@test "languages are codes, tags or names" {
    articles 1
    index --lang=German,en_US "$archive"
    expect 0
    grep -qx 'languages=de;' "$index/morgue.ini"
    [ "$("$MORGUE_BUILD/morgue-search" -c -- lang:de)" = 1 ]
}

@test "a misspelt option gets the right one" {
    index --chekc
    expect 2
    [[ $err = *"--chekc"*$'\n'"hint: did you mean --check? --help lists the options" ]]
    index --dryrun=x "$archive"
    expect 2
    [[ $err = *"did you mean --dry-run?"* ]]
    index --nothing-like-it "$archive"
    expect 2
    [[ $err != *"did you mean"* ]]
}

@test "3 once, when something was newly skipped" {
    articles 2
    printf '\1\2\3' >"$archive/image.bin"
    index "$archive"
    expect 3
    [ "$err" = "$archive/image.bin: not in a known format" ]
    index "$archive"
    expect 0
    [ -z "$err" ]
    printf '\1\2\3\4' >"$archive/image.bin"
    index "$archive"
    expect 3
}

@test "4 when pruning would take too much, and nothing is removed" {
    articles 5
    index "$archive"
    rm "$archive/1.txt" "$archive/2.txt"
    index "$archive"
    expect 4
    [[ $err == *"hint: "*"--prune=force"* ]]
    [ "$(count)" -eq 5 ]
    index --prune=never "$archive"
    expect 0
    [ "$(count)" -eq 5 ]
    index --prune=force "$archive"
    expect 0
    [ "$(count)" -eq 3 ]
}

@test "65 where the index is damaged, and --check says where" {
    articles 5
    index "$archive"
    index --check
    expect 0
    [ -z "$out$err" ]
    truncate -s -1 "$index/shards/1/postlist.glass"
    printf 'end 7\n' >"$index/shards/1/dead"
    index --check
    expect 65
    [[ $out == *shards/1/postlist.glass*shards/1/dead* ]]
    index "$archive"
    expect 65
    [[ $err == *shards/1/postlist.glass* ]]
    echo "another program's" >"$index/XAPIANDB"
    index --check
    expect 65
    [[ $err == *"$index/XAPIANDB:1: "* ]]
}

@test "66 where an action needs an index and there is none; none is made" {
    for action in --check --compact --stats; do
        index "$action"
        expect 66
        [ -z "$out" ]
        [[ $err == *hint:* ]]
        [ ! -e "$index" ]
    done
}

@test "75 while another run holds the index, naming its pid; --wait waits for it" {
    articles 3
    index "$archive"
    mkfifo "$BATS_TEST_TMPDIR/fifo"
    "$MORGUE_BUILD/morgue-index" - <"$BATS_TEST_TMPDIR/fifo" &
    local holder=$!
    exec 4>"$BATS_TEST_TMPDIR/fifo"
    until [ "$(cat "$index/lock")" = "$holder" ]; do sleep 0.05; done
    for action in "$archive" --check --compact; do
        index "$action"
        expect 75
        [[ $err == *"pid $holder"* ]]
        [[ $err == *"hint: "*--wait* ]]
    done
    "$MORGUE_BUILD/morgue-index" --wait=30 "$archive" 4>&- &
    local waiting=$!
    sleep 0.2
    kill -0 "$waiting"
    printf 'Headline\n\nFrom standard input.\n' >&4
    exec 4>&-
    wait "$holder"
    wait "$waiting"
    [ "$(count)" -eq 4 ]
}

@test "130 and 143 after a signal, with what was read committed" {
    articles 3
    for signal in INT TERM; do
        rm -rf "$index" "$archive/z.txt"
        mkfifo "$BATS_TEST_TMPDIR/$signal"
        # bats starts children with SIGINT ignored, which the program would inherit.
        python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$MORGUE_BUILD/morgue-index" "$archive" - <"$BATS_TEST_TMPDIR/$signal" \
            2>"$BATS_TEST_TMPDIR/err" &
        local run=$!
        exec 4>"$BATS_TEST_TMPDIR/$signal"
        until [ -s "$index/lock" ]; do sleep 0.05; done
        sleep 0.5
        kill -s "$signal" "$run"
        printf 'Headline\n\nFrom standard input.\n' >&4
        exec 4>&-
        status=0
        wait "$run" || status=$?
        err=$(cat "$BATS_TEST_TMPDIR/err") out=
        expect $((128 + $(kill -l "$signal")))
        [ "$(count)" -ge 1 ]
        index --check
        expect 0
        index "$archive"
        expect 0
    done
}

@test "a signal while nothing is being read ends the run at once" {
    articles 3
    index "$archive"
    mkfifo "$BATS_TEST_TMPDIR/fifo"
    "$MORGUE_BUILD/morgue-index" - <"$BATS_TEST_TMPDIR/fifo" &
    local holder=$!
    exec 4>"$BATS_TEST_TMPDIR/fifo"
    until [ "$(cat "$index/lock")" = "$holder" ]; do sleep 0.05; done
    "$MORGUE_BUILD/morgue-index" --wait=60 --compact 4>&- &
    local waiting=$!
    sleep 0.3
    kill -s TERM "$waiting"
    status=0
    wait "$waiting" || status=$?
    exec 4>&-
    wait "$holder" || true
    out='' err=''
    expect 143
}

@test "--help, --version and --formats are on standard output" {
    for option in --help --version --formats; do
        index "$option"
        expect 0
        [ -n "$out" ]
        [ -z "$err" ]
        [ ! -e "$index" ]
    done
    index --help
    for option in index quiet verbose dry-run jobs memory wait include exclude reader lang timezone \
        date-fallback prune report stats audit json check rebuild compact formats version; do
        [[ $out == *"--$option"* ]] || { echo "--help lacks --$option"; false; }
    done
    index --check --json --help "$archive" # as for all help, what stands beside it does not matter
    expect 0
    [[ $out == *"--date-fallback"* ]]
    index --help --bogus # but it must be an option
    expect 2
    index --formats
    [[ $out == *$'\n'"text "* ]]
}

@test "standard output that cannot be written is an error" {
    [ -c /dev/full ] || skip "there is no /dev/full"
    for option in --formats --help --version; do
        status=0
        "$MORGUE_BUILD/morgue-index" "$option" >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
        [ "$status" -eq 1 ]
        grep -q 'standard output: No space left' "$BATS_TEST_TMPDIR/err"
    done
}

@test "a program that is started without standard files writes its messages into no other file" {
    printf 'Headline\n\nThe text.\n' >"$archive/a.txt"
    : >"$archive/empty.txt"
    status=0
    "$MORGUE_BUILD/morgue-index" --index="$index" --report="$BATS_TEST_TMPDIR/report" "$archive" \
        <&- >&- 2>&- || status=$?
    [ "$status" = 3 ]
    [ "$(wc -l <"$BATS_TEST_TMPDIR/report")" = 1 ]
    grep -qx '[0-9]*' "$index/lock"
    [ "$(wc -l <"$index/lock")" = 1 ]
    "$MORGUE_BUILD/morgue-index" --index="$index" --check
    for program in "morgue-index --stats" "morgue-search text"; do
        status=0
        # shellcheck disable=SC2086 # a program and its arguments
        MORGUE_INDEX=$index "$MORGUE_BUILD"/$program 2>"$BATS_TEST_TMPDIR/err" >&- || status=$?
        [ "$status" = 1 ]
        grep -q ': standard output: Bad file descriptor$' "$BATS_TEST_TMPDIR/err"
    done
}

@test "files in no known format are one line, and empty ones another" {
    articles 1
    for number in 1 2 3 4; do printf '\1\2%s' "$number" >"$archive/$number.bin"; done
    : >"$archive/5.txt"
    index "$archive"
    expect 3
    [ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 2 ]
    [[ $err == *"4 files: not in a known format (the first: $archive/1.bin)"* ]]
    [[ $err == *"$archive/5.txt: empty"* ]]
}

@test "--report has a line of JSON for each of them" {
    articles 1
    printf '\1\2\3' >"$archive/1.bin"
    printf '\1\2\3' >"$archive/"$'latin-\xe9.bin'
    gzip -c "$archive/1.txt" | head -c 30 >"$archive/cut.txt.gz"
    index --report="$BATS_TEST_TMPDIR/report" "$archive"
    expect 3
    python3 - "$BATS_TEST_TMPDIR/report" "$archive" <<'CHECK'
import base64, json, os, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
names = sorted(os.path.basename(base64.b64decode(l["file_b64"]) if "file_b64" in l else l["file"].encode()) for l in lines)
assert names == [b"1.bin", b"cut.txt.gz", b"latin-\xe9.bin"], names
assert all(l["reason"] and l["action"] for l in lines), lines
CHECK
    index --report="$BATS_TEST_TMPDIR/report" "$archive"
    expect 0
    [ ! -s "$BATS_TEST_TMPDIR/report" ]
    rm -r "$index"
    index --report=- "$archive"
    expect 3
    [ "$(wc -l <<<"$out")" -gt 1 ]
    python3 -c 'import json, sys; [json.loads(line)["reason"] for line in sys.stdin]' <<<"$out"
    [ ! -e - ]
    if [ -w /dev/full ]; then
        rm -r "$index"
        index --report=/dev/full "$archive"
        expect 1
        [[ $err = *"morgue-index: --report: /dev/full: No space left on device"* ]]
    fi
    index --report="$BATS_TEST_TMPDIR/absent/report" "$archive"
    expect 1
    [[ $err == *"$BATS_TEST_TMPDIR/absent/report"* ]]
}

@test "--dry-run says what would be done, and changes nothing" {
    articles 3
    index --dry-run "$archive"
    expect 0
    [ "$out" = "read $archive/1.txt
read $archive/2.txt
read $archive/3.txt" ]
    [ ! -e "$index" ]
    index "$archive"
    rm "$archive/2.txt"
    touch -d 2001-01-01 "$archive/3.txt"
    find "$index" -printf '%p %s %T@\n' | sort >"$BATS_TEST_TMPDIR/before"
    index --dry-run --timezone=Europe/Berlin "$archive" "$BATS_TEST_TMPDIR/before"
    expect 0
    [ "$out" = "read $archive/3.txt
read $BATS_TEST_TMPDIR/before
remove $archive/2.txt" ]
    find "$index" -printf '%p %s %T@\n' | sort >"$BATS_TEST_TMPDIR/after"
    cmp "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
}

@test "--include and --exclude choose by name, or by path" {
    mkdir -p "$archive/drafts" "$archive/2024"
    for name in a.txt b.md drafts/c.txt 2024/d.txt 2024/e.md; do
        printf 'Headline\n\nText of %s.\n' "$name" >"$archive/$name"
    done
    index --dry-run --include='*.txt' --exclude=drafts "$archive"
    [ "$out" = "read $archive/2024/d.txt
read $archive/a.txt" ]
    index --dry-run --include='2024/*' "$archive"
    [ "$out" = "read $archive/2024/d.txt
read $archive/2024/e.md" ]
    index --dry-run --exclude='*.txt' "$archive" "$archive/a.txt"
    [ "$out" = "read $archive/2024/e.md
read $archive/a.txt
read $archive/b.md" ]
}

@test "--stats counts what the index holds, while it is being written, too" {
    articles 3
    printf '\1\2\3' >"$archive/1.bin"
    index --stats "$archive"
    expect 3
    [[ $out =~ articles\ +3 ]]
    local first=$out
    exec 4>>"$index/lock"
    flock 4
    index --stats
    expect 0
    [ "$out" = "$first" ]
    [[ $out =~ 1\ +not\ in\ a\ known\ format ]]
}

# Version $1 of a news item, with the status $2.
item() {
    printf '<newsItem guid="urn:newsml:wire.example:2022:1" version="%s"><itemMeta><pubStatus qcode="stat:%s"/>' "$1" "$2"
    printf '</itemMeta><contentSet><inlineData>Heron number %s.</inlineData></contentSet></newsItem>' "$1"
}

@test "what an agency takes back is not found, and counted" {
    item 1 usable >"$archive/first.xml"
    index -v "$archive"
    expect 0
    [ "$(count)" -eq 1 ]
    item 2 canceled >"$archive/killed.xml"
    index -v --stats "$archive"
    expect 0
    [[ $err == *"killed.xml
2 files, 1 of them new or changed; 0 articles read; 1 withdrawals read; 0 articles in the index" ]]
    [[ $out =~ articles\ +0.*copies\ +0.*texts\ taken\ back\ +1 ]]
    [[ $out =~ records\ passed\ over\ +1.*1\ +withdrawn\ by\ its\ agency ]]
    [ "$(count)" -eq 0 ]
    index --check
    expect 0
    index --compact
    expect 0
    [ "$(count)" -eq 0 ]
    item 3 usable | "$MORGUE_BUILD/morgue-index" -
    [ "$("$MORGUE_BUILD/morgue-search" -c heron)" -eq 1 ]
    item 2 usable | "$MORGUE_BUILD/morgue-index" -
    [ "$("$MORGUE_BUILD/morgue-search" -c '"heron number 3"')" -eq 1 ]
    index --check
    expect 0
}

@test "standard input is indexed, and never pruned" {
    articles 3
    index "$archive"
    printf 'Headline\n\nFrom standard input.\n' | "$MORGUE_BUILD/morgue-index" -
    [ "$(count)" -eq 4 ]
    index "$archive"
    expect 0
    [ "$(count)" -eq 4 ]
}

@test "a later delivery by standard input replaces an earlier one" {
    for text in "The first text, which is longer." "The second."; do
        printf -- '---\ntitle: Story\nurl: https://a.example/story\n---\n\n%s\n' "$text" |
            "$MORGUE_BUILD/morgue-index" -
    done
    [ "$(count)" -eq 1 ]
    "$MORGUE_BUILD/morgue-search" -q second
}

@test "names that a terminal would obey are shown harmless" {
    local name=$'\e[31mred\n\r\x07.bin'
    printf '\1\2\3' >"$archive/$name"
    index "$archive"
    expect 3
    [ "$(wc -l <"$BATS_TEST_TMPDIR/err")" -eq 1 ]
    [ "$err" = "$archive/"'\x1b[31mred\x0a\x0d\x07.bin: not in a known format' ]
    index --dry-run --reader=text "$archive"
    [ "$out" = "read $archive/"'\x1b[31mred\x0a\x0d\x07.bin' ]
    index "$archive"
    expect 0
}

@test "files with any name are indexed and found again" {
    for name in $'new\nline.txt' $'tab\t.txt' $'latin-\xe9.txt' '-dash.txt' 'back\slash.txt' ' .txt'; do
        printf 'Headline\n\nText of a file.\n' >"$archive/$name"
    done
    index "$archive"
    expect 0
    [ "$(count)" -eq 6 ]
    index --dry-run "$archive"
    [ -z "$out" ]
    (cd "$archive" && index -- -dash.txt)
    [ "$(count)" -eq 6 ]
}

@test "roots that are not UTF-8 are roots" {
    mkdir "$archive/"$'\xff'
    printf 'Headline\n\nText.\n' >"$archive/"$'\xff/a.txt'
    index "$archive/"$'\xff'
    expect 0
    index --dry-run "$archive/"$'\xff'
    expect 0
    [ -z "$out" ]
}

@test "--compact leaves one shard, alone and after indexing" {
    articles 2
    index "$archive"
    rm "$archive/1.txt"
    printf 'Headline\n\nNew.\n' >"$archive/3.txt"
    index --prune=force "$archive"
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -eq 2 ]
    index --compact
    expect 0
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -eq 1 ]
    [ "$(count)" -eq 2 ]
    printf 'Headline\n\nNew.\n' >"$archive/4.txt"
    index --compact "$archive"
    expect 0
    [ "$(grep -c '^glass' "$index/XAPIANDB")" -eq 1 ]
    [ "$(count)" -eq 3 ]
    index --check
    expect 0
}

@test "files that are whole but hold no article are no defects: one line counts them" {
    articles 1
    for name in a b c; do printf '[276913203]\n' >"$archive/$name.json"; done
    index "$archive"
    expect 3
    [[ $err == "3 files: no article in it (the first: $archive/a.json)" ]]
    index "$archive"
    expect 0
    [ -z "$err" ]
}

@test "the pages of an issue are counted and named with it, not before" {
    printf '<text><p>The first.</p></text>' >"$archive/1_articletext.xml"
    printf '<text><p></p></text>' >"$archive/2_articletext.xml"
    printf '<DIDL><Item>' >"$archive/didl.xml"
    for number in 1 2; do
        printf '<Item><Component><Resource filename="%s_articletext.xml"/></Component></Item>' "$number" >>"$archive/didl.xml"
    done
    printf '</Item></DIDL>' >>"$archive/didl.xml"
    index -v --stats "$archive"
    expect 0
    [[ $err == *"didl.xml
1_articletext.xml
2_articletext.xml
3 files, 3 of them new or changed; 1 articles read; 1 articles in the index" ]]
    [[ $out =~ read\ with\ another\ +2 ]]
    [[ $out =~ records\ passed\ over\ +1.*1\ +article\ without\ text ]]
}

@test "--verbose names each file that is read" {
    articles 2
    index -v "$archive"
    expect 0
    [ -z "$out" ]
    [[ $err == *"1.txt
2.txt
2 files, 2 of them new or changed; 2 articles read; 2 articles in the index" ]]
}

@test "an issue in a compressed tar gives its articles, and leaves no temporary file" {
    mkdir "$BATS_TEST_TMPDIR/temporary"
    cp "$BATS_TEST_DIRNAME/../readers/archive/compressed-tar-of-an-issue-pages-first.in" "$archive/issue.tar.gz"
    TMPDIR=$BATS_TEST_TMPDIR/temporary index "$archive"
    expect 0
    [ -z "$err" ]
    [ "$(count)" -eq 5 ]
    [ -z "$(ls -A "$BATS_TEST_TMPDIR/temporary")" ]
}

@test "without room for temporary files the pages of a compressed tar are read one by one, which is told once" {
    cp "$BATS_TEST_DIRNAME/../readers/archive/compressed-tar-of-an-issue-pages-first.in" "$archive/issue.tar.gz"
    TMPDIR=$BATS_TEST_TMPDIR/absent index "$archive"
    expect 3
    [ "$(grep -c "cannot make a temporary file in $BATS_TEST_TMPDIR/absent" <<<"$err")" -eq 1 ]
    [[ $err == *"issue.tar.gz!1853-06-12/supplement.xml:0: cannot make"* ]]
    [ "$(count)" -eq 4 ]
}
