#!/usr/bin/env bats
# Completion for bash and zsh.

setup() {
    root=$BATS_TEST_DIRNAME/../..
    PATH=$MORGUE_BUILD:$PATH
}

# complete WORD...: what bash would offer for the last word.
complete_words() {
    bash -c '
        . "$1/docs/completion/morgue.bash"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _morgue "$1"
        printf "%s\n" "${COMPREPLY[@]}"
    ' - "$root" "$@"
}

@test "bash completes options" {
    run complete_words morgue-search --rel
    [ "$output" = --relative ]
    run complete_words morgue-index --dry
    [ "$output" = --dry-run ]
    [ "$(complete_words morgue-search -- | wc -l)" -ge 20 ]
}

@test "bash completes values, behind a blank and behind an equals sign" {
    run complete_words morgue-search --sort ol
    [ "$output" = oldest ]
    run complete_words morgue-search --sort = ne
    [ "$output" = newest ]
    run complete_words morgue-search --timeline = w
    [ "$output" = week ]
    # every value that --facet takes is offered
    run morgue-search --facet nothing a
    for field in $(sed -n 's/^hint: --facet takes one of: //p' <<<"$output"); do
        run complete_words morgue-search --facet "$field"
        [[ $output = *"$field"* ]]
    done
    run complete_words morgue-index --reader = newsml-
    [ "$output" = newsml-g2 ]
}

@test "bash completes paths for morgue-index only" {
    cd "$root"
    run complete_words morgue-index Makef
    [ "$output" = Makefile ]
    run complete_words morgue-search Makef
    [ -z "$output" ]
    run complete_words morgue-search --queries = Makef
    [ "$output" = Makefile ]
}

@test "zsh understands its completion" {
    run zsh -f -n "$root/docs/completion/_morgue"
    [ "$status" = 0 ]
    run zsh -f -c 'fpath=('"$root"'/docs/completion $fpath); autoload -Uz compinit
        compinit -u -d '"$BATS_TEST_TMPDIR"'/dump; print $_comps[morgue-search] $_comps[morgue-index]'
    [ "$output" = "_morgue _morgue" ]
}
