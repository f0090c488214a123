#!/bin/sh
# Shell scripts parse, and say what they are for; tests can fail.
scripts=$(git ls-files tools .ci tests/lint tests/analysis | xargs grep -l '^#!/bin/sh\|^#!/usr/bin/env bash\|^#!/bin/bash')
echo "1..$(($(echo "$scripts" | wc -l) + 1))"
number=0
for script in $scripts; do
    number=$((number + 1))
    if sh -n "$script" && sed -n 2p "$script" | grep -q '^# .'; then
        echo "ok $number - $script"
    else
        echo "not ok $number - $script"
    fi
done

# `set -e`, by which bats sees a failure, passes over `! command`, unless more follows.
number=$((number + 1))
if git grep -nE '^[[:space:]]+! ' -- '*.bats' '*.bash' | grep -v '||' >&2; then
    echo "not ok $number - what must not succeed has '|| false' behind it"
else
    echo "ok $number - what must not succeed has '|| false' behind it"
fi
