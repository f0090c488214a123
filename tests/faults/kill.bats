#!/usr/bin/env bats
# kill -9 at moments of a run: the index is as it was before or as it is after, it is sound, and
# the next run makes of it what an undisturbed one would have.

load faults

setup() {
    make_place
}

teardown() {
    remove_place
}

# What is on the disk changes by system calls only, so each moment is before one of them, or in the
# middle of a write.
kill_at_moments() {
    local number killed=0
    prepare "$1"
    count_calls
    for number in $(moments "$(calls any)"); do
        echo "before call $number of $(calls any)"
        restore
        strike any "$number" kill
        [ "$status" -eq 137 ] || [ "$status" -eq 0 ]
        [ "$status" -eq 0 ] || killed=$((killed + 1))
        is_one_commit
        is_completed
    done
    [ "$killed" -gt 0 ]
}

@test "while the index is built" {
    kill_at_moments build
}

@test "while it is brought up to date: new, changed, vanished" {
    kill_at_moments update
}

@test "while vanished articles are removed" {
    kill_at_moments prune
}

@test "while it is merged" {
    kill_at_moments merge
}

@test "while it is rebuilt" {
    kill_at_moments rebuild
}
