# A small archive of a test's own, its index, and searches in it. For bats.

setup() {
    bats_require_minimum_version 1.5.0
}

make_archive() {
    archive=$BATS_FILE_TMPDIR/archive
    index=$BATS_FILE_TMPDIR/index
    export archive index NO_COLOR=
    mkdir -p "$archive"
}

# article FILE HEADLINE DATE SOURCE TEXT
article() {
    mkdir -p "$archive/$(dirname "$1")"
    {
        echo "Headline: $2"
        [ -z "$3" ] || echo "Date: $3"
        [ -z "$4" ] || echo "Source: $4"
        printf '\n%s\n' "$5"
    } >"$archive/$1"
}

index_archive() {
    "$MORGUE_BUILD/morgue-index" -q --lang=en --timezone=UTC --index="$index" "$archive"
}

# search ARGUMENT...: standard output in $output, the rest in $stderr
search() {
    run --separate-stderr "$MORGUE_BUILD/morgue-search" --index="$index" "$@"
}
