#!/usr/bin/env bats
# morgue-search from the shell: options, forms of output, exit statuses, what goes to which stream.

setup_file() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index
    export NO_COLOR=
    article 2022/treaty.txt "Treaty signed at last" 2022-03-05 "Example Wire" \
        "GENEVA — The treaty was signed on Saturday. Nine states signed, and the harbour stays open."
    article 2022/harbour.txt "Harbour closed" 2022-03-04T06:30:00+01:00 "The Harbour Courier" \
        "The harbour was closed by a strike. Dockers want more pay."
    article 1926/strike.txt "Strike over" 1926-05-12 "The Harbour Courier" \
        "The general strike is over. To be or not to be a docker, said one, is the question."
    article 1947/review.txt "Year in review" 1947 "The Harbour Courier" "A hard year for the harbour."
    article undated/tides.txt "Tides" "" "The Harbour Courier" "High water at the harbour bar."
    article cafe/cafe.txt "Le café" 2021-06 "Gazette" "Un café ouvre; die Straße ist leer; e-mail us."
    article odd/control.txt "Odd" 2020-01-02 "Gazette" $'An escape \033[31m is text, "quoted" \\ too.'
    printf 'Headline: Latin name\nDate: 2019-02-03\n\nA file with a strange name.\n' \
        >"$archive/odd/$(printf 'caf\351.txt')"
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC --index="$index" "$archive"
}

# article FILE HEADLINE DATE SOURCE TEXT
article() {
    mkdir -p "$archive/$(dirname "$1")"
    {
        echo "Headline: $2"
        [ -z "$3" ] || echo "Date: $3"
        printf 'Source: %s\n\n%s\n' "$4" "$5"
    } >"$archive/$1"
}

setup() {
    bats_require_minimum_version 1.5.0
}

# search ARGUMENT...: standard output in $output, the rest in $stderr
search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}

# list ARGUMENT...: the files found, in their order; files: sorted
list() {
    "$MORGUE_BUILD/morgue-search" --index="$index" --relative -l -n 0 "$@" | tr '\n' ' '
}

files() {
    list "$@" | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/^ //'
}

@test "the default form: headline, passage, file and id" {
    search treaty
    [ "$status" = 0 ]
    [ "${lines[0]}" = "1. 2022-03-05  Example Wire — Treaty signed at last" ]
    [[ ${lines[1]} = "   GENEVA — The [treaty] was signed on Saturday."* ]]
    [[ ${lines[2]} = "   $archive/2022/treaty.txt  id "???????????? ]]
    [ "${#lines[@]}" = 3 ]
    [ -z "$stderr" ]
}

@test "an undated article says so, and a month is a month" {
    search headline:tides
    [ "${lines[0]}" = "1. undated  The Harbour Courier — Tides" ]
    search headline:café
    [ "${lines[0]}" = "1. 2021-06  Gazette — Le café" ]
}

@test "results are parted by an empty line, and --offset goes on counting" {
    search --sort oldest --offset 1 -n 2 strike OR treaty
    [ "$(grep -c '^$' <<<"$output")" = 1 ]
    [ "${lines[0]%%.*}" = 2 ]
    [ "${lines[3]%%.*}" = 3 ]
}

@test "nothing found is exit 1 and silence" {
    search zeppelin
    [ "$status" = 1 ]
    [ -z "$output" ]
    [ -z "$stderr" ]
    search --zero-ok zeppelin
    [ "$status" = 0 ]
    [ -z "$output" ]
}

@test "partial matches follow a notice in the default form, and the exit is 1" {
    search treaty zeppelin
    [ "$status" = 1 ]
    [ "${lines[0]}" = "No article has all of the words. These have some of them:" ]
    [ "${lines[1]}" = "1. 2022-03-05  Example Wire — Treaty signed at last" ]
    for form in --json -l --ids -c; do
        search $form treaty zeppelin
        [ "$status" = 1 ]
        [ "$output" = "$([ $form != -c ] || echo 0)" ]
    done
}

@test "--partial gives them in every form, and JSON says so" {
    search --partial --json treaty zeppelin
    [ "$status" = 1 ]
    [[ $output = *'"partial":true'* ]]
    [ "$(files --partial treaty zeppelin)" = "2022/treaty.txt " ]
    search --json treaty
    [[ $output != *partial* ]]
}

@test "words joined by AND, and phrases, are not loosened" {
    search treaty AND zeppelin
    [ "$status" = 1 ]
    [ -z "$output" ]
    search '"treaty zeppelin"'
    [ "$status" = 1 ]
    [ -z "$output" ]
}

@test "a wrong query is exit 2, with a caret under the place" {
    search '(foo'
    [ "$status" = 2 ]
    [ -z "$output" ]
    [ "$stderr" = "morgue-search: this bracket is never closed
  (foo
  ^" ]
    search 'date:2022-02-31'
    [ "$status" = 2 ]
    search 'a NEAR b'
    [ "$status" = 2 ]
    [[ $stderr = *"a number is missing after NEAR"* ]]
}

@test "wrong options are exit 2, with a hint" {
    for arguments in "-russia" "-n5 a" "--limt=3 a" "-n" "a --limit=x" "a --sort=date" \
        "a --json -l" "a --color=1" "" "a --timezone=Mars/Olympus" "a --since=soon" \
        "a --since=2022 --until=2021" "--show abc def" "a -0"; do
        # shellcheck disable=SC2086
        search $arguments
        [ "$status" = 2 ] || { echo "$arguments: $status"; return 1; }
        [ -z "$output" ]
        [ -n "$stderr" ]
    done
}

@test "a misspelt option gets a suggestion, and a hint names the option that it is about" {
    search --limt=3 a
    [[ $stderr = *"did you mean --limit?"* ]]
    search --wibble a
    [[ $stderr != *"did you mean"* ]]
    for option in limit offset snippets; do
        search --"$option"=-1 a
        [ "$status" = 2 ]
        [[ $stderr = *"hint: for example --$option=20" ]]
    done
}

@test "several letters are no options, and a long option has two signs" {
    search -qc harbour
    [ "$status" = 2 ]
    [[ $stderr = *"write -q by itself for the option"*"NOT qc"*"-- -qc"* ]]
    search -n2 harbour
    [[ $stderr = *"write -n 2 for the option"* ]]
    search -json harbour
    [[ $stderr = *"write --json for the option"* ]]
    search harbour -limit=2
    [[ $stderr = *"write --limit=2 for the option"* ]]
    search -q -c harbour
    [[ $stderr = *"two forms of output"* ]]
}

@test "an empty name, as of a variable that is not set, is refused" {
    for option in index source since until like show queries new deliver timezone; do
        search --"$option"= a
        [ "$status" = 2 ]
        [[ $stderr = "morgue-search: --$option needs a value"* ]]
    done
}

@test "a query of blanks is none; one that is not UTF-8 is shown with the place" {
    search '' '  '
    [ "$status" = 2 ]
    [[ $stderr = *"nothing to search for"*"hint: "* ]]
    search $'the caf\xe9'
    [ "$status" = 2 ]
    [ "${stderr_lines[0]}" = "morgue-search: the query is not valid UTF-8: byte 0xE9" ]
    [ "${stderr_lines[1]}" = "  the caf�" ]
    [ "${stderr_lines[2]}" = "         ^" ]
    [[ ${stderr_lines[3]} = "hint: "* ]]
}

@test "an offset past the end prints nothing; the status tells what the query finds" {
    search --offset=1000 harbour
    [ "$status" = 0 ]
    [ -z "$output" ]
    search --offset=1 -c harbour
    [ "$output" = 4 ]
    search -n 4000000000 --ids '*'
    [ "$status" = 0 ]
    search -n 4000000001 --ids '*'
    [ "$status" = 2 ]
}

@test "-word of its own is an option, in an argument with a blank a negation" {
    search harbour -strike
    [ "$status" = 2 ]
    [[ $stderr = *"NOT strike"* ]]
    [[ $stderr = *"-- -strike"* ]]
    expected="1947/review.txt 2022/treaty.txt undated/tides.txt "
    [ "$(files harbour NOT strike)" = "$expected" ]
    [ "$(files 'harbour -strike')" = "$expected" ]
    [ "$(files '-strike harbour')" = "$expected" ]
    [ "$(files -- harbour -strike)" = "$expected" ]
}

@test "options may stand between the words" {
    search harbour -c closed
    [ "$output" = 1 ]
    search harbour closed --json -n 1
    [[ $output = '{"v":1,'* ]]
}

@test "no index is exit 66, a damaged one 65" {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" -d "$BATS_TEST_TMPDIR/none" a
    [ "$status" = 66 ]
    [[ $stderr = *"there is no index"* ]]
    broken=$BATS_TEST_TMPDIR/broken
    cp -r "$index" "$broken"
    rm -r "$broken/shards"
    run --separate-stderr "$MORGUE_BUILD/morgue-search" -d "$broken" a
    [ "$status" = 65 ]
    [[ $stderr = *"hint: the index is damaged"* ]]
    echo nonsense >"$broken/XAPIANDB"
    run --separate-stderr "$MORGUE_BUILD/morgue-search" -d "$broken" a
    [ "$status" = 65 ]
    [ -z "$output" ]
}

@test "MORGUE_INDEX names the index, and it need not be writable" {
    chmod -R a-w "$index"
    MORGUE_INDEX=$index run "$MORGUE_BUILD/morgue-search" -c harbour
    chmod -R u+w "$index"
    [ "$output" = 4 ]
}

@test "--help and --version go to standard output" {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --help
    [ "$status" = 0 ]
    [[ $output = "Usage: morgue-search"* ]]
    [ -z "$stderr" ]
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --version
    [ "$status" = 0 ]
    [[ $output = "morgue-search "[0-9]* ]]
}

@test "-q is silent, -c counts exactly" {
    search -q harbour
    [ "$status" = 0 ]
    [ -z "$output" ]
    [ -z "$stderr" ]
    search -q zeppelin
    [ "$status" = 1 ]
    [ -z "$output" ]
    search -c harbour
    [ "$status" = 0 ]
    [ "$output" = 4 ]
    search -c zeppelin
    [ "$status" = 1 ]
    [ "$output" = 0 ]
    search -c -n 1 '*'
    [ "$output" = 8 ]
}

@test "every line of --json is JSON, with the fields of the article" {
    search --json -n 0 '*'
    [ "${#lines[@]}" = 8 ]
    printf '%s\n' "${lines[@]}" | python3 -c '
import base64, json, sys
archive = sys.argv[1]
seen = {}
for line in sys.stdin.buffer:
    article = json.loads(line.decode("utf-8"))
    assert article["v"] == 1 and article["rank"] == len(seen) + 1, article
    assert len(article["id"]) == 12, article
    path = article["file"].encode() if "file" in article else base64.b64decode(article["file_b64"])
    seen[path] = article
latin = (archive + "/odd/").encode() + b"caf\xe9.txt"
assert "file" not in seen[latin], seen[latin]
treaty = seen[(archive + "/2022/treaty.txt").encode()]
assert treaty["headline"] == "Treaty signed at last", treaty
assert treaty["date"] == "2022-03-05" and treaty["date_precision"] == "day", treaty
assert treaty["source"] == "Example Wire" and treaty["lang"] == "en", treaty
assert treaty["offset"] == 0 and treaty["words"] > 10, treaty
assert 0 < treaty["date_confidence"] <= 1, treaty
assert "date" not in seen[(archive + "/undated/tides.txt").encode()]
odd = seen[(archive + "/odd/control.txt").encode()]["snippets"][0]["text"]
assert chr(34) + "quoted" + chr(34) + " " + chr(92) + " too" in odd, odd
' "$archive"
}

@test "marks in JSON count code points" {
    search --json café straße
    [ "$status" = 0 ]
    python3 -c '
import json, sys
snippet = json.loads(sys.stdin.read())["snippets"][0]
words = [snippet["text"][a:b] for a, b in snippet["hl"]]
assert words == ["café", "Straße"], words
' <<<"$output"
}

@test "--snippets gives so many passages, in JSON and in text, and none for 0" {
    local long=$BATS_TEST_TMPDIR/long
    mkdir "$long"
    {
        printf 'Harbour news\n\nThe harbour pilots met on Monday. '
        for _ in $(seq 40); do printf 'Nothing else was said about it that day. '; done
        printf 'The budget comes last.\n'
    } >"$long/harbour.txt"
    "$MORGUE_BUILD/morgue-index" -q -d "$long/index" "$long/harbour.txt"
    run "$MORGUE_BUILD/morgue-search" -d "$long/index" --json --snippets=3 pilots budget
    python3 -c '
import json, sys
snippets = json.loads(sys.stdin.read())["snippets"]
assert ["pilots" in s["text"] for s in snippets] == [True, False], snippets
assert ["budget" in s["text"] for s in snippets] == [False, True], snippets
' <<<"$output"
    run "$MORGUE_BUILD/morgue-search" -d "$long/index" --snippets 2 pilots budget
    [ "$status" = 0 ]
    [ "$(grep -c '\[' <<<"$output")" = 2 ]
    [[ ${lines[1]} = *"[pilots]"*" …" && ${lines[2]} = "   … "*"[budget]"* ]]
    run "$MORGUE_BUILD/morgue-search" -d "$long/index" --snippets=0 pilots budget
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 2 ]
    run "$MORGUE_BUILD/morgue-search" -d "$long/index" --json --snippets=0 pilots budget
    [[ $output != *'"snippets":'* && $output = *'"id"'* ]]
}

@test "control characters of an article never reach the terminal" {
    search escape
    [[ $output = *"[escape]"* ]]
    [[ $output != *$'\033'* ]]
    search --json escape
    [[ $output != *$'\033'* ]]
    search --show odd/control.txt#1
    [[ $output = *escape* ]]
    [[ $output != *$'\033'* ]]
}

@test "--color=always marks with colour, and no colour goes into a pipe by itself" {
    search --color=always treaty
    [[ $output = *$'\033[1;31mtreaty\033[0m was signed'* ]]
    [[ ${lines[0]} = *$'\033[1;31mTreaty\033[0m signed at last' ]]
    search treaty
    [[ $output = *"[treaty] was"* ]]
    [[ $output != *$'\033'* ]]
}

@test "-l gives each file once, as bytes; -0 ends them with NUL" {
    search -l --sort oldest strike
    [ "$output" = "$archive/1926/strike.txt
$archive/2022/harbour.txt" ]
    "$MORGUE_BUILD/morgue-search" -d "$index" --relative -l strange >"$BATS_TEST_TMPDIR/out"
    printf 'odd/caf\351.txt\n' | cmp - "$BATS_TEST_TMPDIR/out"
    "$MORGUE_BUILD/morgue-search" -d "$index" --relative -l -0 --sort oldest strike \
        >"$BATS_TEST_TMPDIR/out"
    printf '1926/strike.txt\0002022/harbour.txt\000' | cmp - "$BATS_TEST_TMPDIR/out"
}

@test "--show takes an id, its beginning, or its source" {
    search --ids treaty
    id=$output
    [ "${#id}" = 12 ]
    for name in "$id" "${id:0:6}" "${id^^}" 2022/treaty.txt#1; do
        search --show "$name"
        [ "$status" = 0 ] || { echo "$name: $status $stderr"; return 1; }
        [ "${lines[0]}" = "headline  Treaty signed at last" ]
        [[ $output = *"id        $id"* ]]
        [[ $output = *"Nine states signed"* ]]
    done
    search --show "$id" --json
    [[ $output = *'"text":"GENEVA'* ]]
    [ "$(files "id:$id")" = "2022/treaty.txt " ]
    [ "$(files "file:$archive/2022/treaty.txt")" = "2022/treaty.txt " ]
    [ "$(files "file:2022/*")" = "2022/harbour.txt 2022/treaty.txt " ]
    search --show zzzzzzzzzzzz
    [ "$status" = 1 ]
    [[ $stderr = *"no article has the id"* ]]
}

@test "dates: ranges, precision, bounds" {
    [ "$(files 'date:2022-03')" = "2022/harbour.txt 2022/treaty.txt " ]
    [ "$(files 'date:2022-03-04')" = "2022/harbour.txt " ]
    [ "$(files 'date:..1950')" = "1926/strike.txt 1947/review.txt " ]
    [ "$(files 'date:1947-07-01')" = "1947/review.txt " ]
    [ "$(files 'date:2021-06-30..2021-12-31')" = "cafe/cafe.txt " ]
    [ "$(files 'date:2021-07..2021-12-31')" = "" ]
    [ "$(files --since 2022-03-05)" = "2022/treaty.txt " ]
    [ "$(files --since 2022 --until 2022-03-04 '*')" = "2022/harbour.txt " ]
    [ "$(files --until 1926-05-12)" = "1926/strike.txt " ]
    [ "$(files -- -has:date)" = "undated/tides.txt " ]
}

@test "--sort: newest, oldest, undated last in both; without words the newest come first" {
    query="headline:year OR headline:tides OR headline:strike"
    [ "$(list --sort oldest "$query")" = "1926/strike.txt 1947/review.txt undated/tides.txt " ]
    [ "$(list --sort newest "$query")" = "1947/review.txt 1926/strike.txt undated/tides.txt " ]
    [ "$(list --sort added '*' | wc -w)" = 8 ]
    [ "$(list date:1900..1950)" = "1947/review.txt 1926/strike.txt " ]
}

@test "--sort=none streams everything, and -n ends it" {
    [ "$(files --sort none '*')" = "$(files '*')" ]
    search --sort none -n 3 --ids '*'
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 3 ]
    search --sort none --ids zeppelin
    [ "$status" = 1 ]
    [ -z "$output" ]
}

@test "--source narrows" {
    [ "$(files --source gazette '*')" = "cafe/cafe.txt odd/control.txt " ]
    [ "$(files --source 'harbour courier' strike)" = "1926/strike.txt 2022/harbour.txt " ]
    [ "$(files --source nobody '*')" = "" ]
}

@test "--any wants one of the words; a plus requires, dates narrow" {
    [ "$(files --any treaty strike)" = "1926/strike.txt 2022/harbour.txt 2022/treaty.txt " ]
    [ "$(files --any +strike treaty)" = "1926/strike.txt 2022/harbour.txt " ]
    [ "$(files --any treaty strike date:1926)" = "1926/strike.txt " ]
}

@test "--explain counts each part" {
    search --explain 'harbour strike OR treaty'
    [ "$status" = 0 ]
    [ "${lines[0]}" = "(harbour AND strike) OR treaty" ]
    [[ ${lines[1]} =~ ^'  harbour AND strike '\ +1$ ]]
    [[ ${lines[2]} =~ ^'    harbour '\ +4$ ]]
    [ "${lines[-1]}" = "2 articles" ]
    search --explain the harbour
    [[ ${lines[1]} = *"the "*"too common"* ]]
    search --explain zeppelin
    [ "$status" = 1 ]
}

@test "--explain counts what an exclusion leaves, and what it leaves out" {
    all=$(search -c '*'; echo "$output")
    search -c 'harbour OR strike'
    excluded=$output
    search --explain 'treaty NOT (harbour OR strike)'
    [[ ${lines[2]} =~ ^'  NOT (harbour OR strike) '\ +$((all - excluded))$ ]]
    [[ ${lines[3]} =~ ^'    harbour OR strike '\ +"$excluded"$ ]]
    [[ ${lines[4]} =~ ^'      harbour '\ +4$ ]]
}

@test "stop words alone are asked for, with the phrase first" {
    search -l --relative to be or not to be
    [ "${lines[0]}" = 1926/strike.txt ]
    search -c '"to be or not to be"'
    [ "$output" = 1 ]
}

@test "a reader that has seen enough is no error" {
    "$MORGUE_BUILD/morgue-search" -d "$index" -n 0 '*' 2>"$BATS_TEST_TMPDIR/err" | head -n 1 >/dev/null
    [ ! -s "$BATS_TEST_TMPDIR/err" ]
}

@test "a full disk is an error" {
    [ -w /dev/full ] || skip "there is no /dev/full"
    status=0
    "$MORGUE_BUILD/morgue-search" -d "$index" --json '*' >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
    [ "$status" = 1 ]
    grep -q 'standard output' "$BATS_TEST_TMPDIR/err"
}

@test "NO_COLOR on a terminal leaves the brackets" {
    NO_COLOR=1 TERM=xterm run script -qec \
        "$MORGUE_BUILD/morgue-search --index=$index -n 1 treaty" /dev/null
    [ "$status" = 0 ]
    [[ $output = *"[treaty]"* ]]
    [[ $output != *$'\033'* ]]
    NO_COLOR=1 search --color=always -n 1 treaty
    [[ $output = *$'\033[1;31m'* ]]
}

@test "on a terminal: its width, colour, and how many there are" {
    python3 -c '
import fcntl, os, pty, re, struct, sys, termios
pid, master = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", NO_COLOR="")
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
data = b""
try:
    while chunk := os.read(master, 4096):
        data += chunk
except OSError:
    pass
os.waitpid(pid, 0)
lines = data.decode().replace("\r\n", "\n").rstrip("\n").split("\n")
plain = [re.sub(r"\033\[[0-9;]*m", "", line) for line in lines]
assert "\033[1;31m" in lines[0], lines
assert "[" not in "".join(plain), plain
assert all(len(line) <= 60 for line in plain[1:]), plain
assert len(plain[-2]) == 60, plain
assert plain[-1] == "1 of 1 article", plain
' "$MORGUE_BUILD/morgue-search" -d "$index" --relative treaty signed
}

@test "it links no library of a format" {
    case $MORGUE_BUILD in *address* | *thread*) skip "a sanitizer's build links what it likes" ;; esac
    ! ldd "$MORGUE_BUILD/morgue-search" | grep -E 'xml|archive|uchardet|cld2' || false
}
