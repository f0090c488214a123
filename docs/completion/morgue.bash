# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of morgue-index and morgue-search for bash. The options are asked of the programs.

_morgue_values() {
    case $1 in
    --sort) echo relevance newest oldest added none ;;
    --timeline) echo day week month year ;;
    --facet) echo byline section source place keyword lang year month day ;;
    --color) echo auto always never ;;
    --lang) echo auto ;;
    --prune) echo auto never force ;;
    --date-fallback) echo none path mtime ;;
    --reader) "$2" --formats 2>/dev/null | awk '{ print $1 }' ;;
    *) return 1 ;;
    esac
}

_morgue() {
    local program=$1 word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} values
    COMPREPLY=()
    # bash makes words of their own of `--sort`, `=` and `new`
    if [ "$word" = = ]; then
        word=
    elif [ "$option" = = ]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    -d | --index)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --queries | --report)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    esac
    if values=$(_morgue_values "$option" "$program"); then
        mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
    elif [[ $word = -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W \
            "$("$program" --help 2>/dev/null | grep -oE -- '^ +(-., *)?--[a-z-]+' | grep -oE -- '--[a-z-]+')" -- "$word")
    elif [ "${program##*/}" = morgue-index ]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}

complete -o filenames -F _morgue morgue-index
complete -F _morgue morgue-search
