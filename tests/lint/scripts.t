#!/bin/sh
# Shell scripts parse, and say what they are for.
scripts=$(git ls-files tools .ci tests/lint tests/analysis | xargs grep -l '^#!/bin/sh\|^#!/usr/bin/env bash\|^#!/bin/bash')
echo "1..$(echo "$scripts" | wc -l)"
number=0
for script in $scripts; do
    number=$((number + 1))
    if sh -n "$script" && sed -n 2p "$script" | grep -q '^# .'; then
        echo "ok $number - $script"
    else
        echo "not ok $number - $script"
    fi
done
