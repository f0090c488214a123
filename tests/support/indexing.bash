# For tests of morgue-index from the shell: an archive and an index for each test.

setup() {
    archive=$BATS_TEST_TMPDIR/archive
    index=$BATS_TEST_TMPDIR/index
    export HOME=$BATS_TEST_TMPDIR MORGUE_INDEX=$index LC_ALL=C.UTF-8
    export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
    mkdir "$archive"
}

teardown() {
    chmod -R u+rwX "$BATS_TEST_TMPDIR" 2>/dev/null || true
}

# Runs the indexer: $status, $out, $err.
index() {
    status=0
    "$MORGUE_BUILD/morgue-index" "$@" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
    out=$(cat "$BATS_TEST_TMPDIR/out")
    err=$(cat "$BATS_TEST_TMPDIR/err")
}

# Fails, and shows what there was, unless the status is that.
expect() {
    [ "$status" -eq "$1" ] || {
        echo "status $status instead of $1: $out $err"
        return 1
    }
}
