#!/usr/bin/env bats
# One system call of a run fails, or all from one on: the run says so and fails, or does without what
# failed; the index is as it was before or as it is after, and the next run completes it.

load faults

setup() {
    make_place
    onward=
}

teardown() {
    remove_place
}

# A failure names what could not be done, and why. A rebuild goes on without the old ledger, and says
# what that costs.
has_told() {
    if [ "$status" -eq 0 ]; then
        [ "$(contents "$index")" = "$after" ]
        [[ -z $err || $err == *"$reason"*"the order of addition begins anew"* ]]
    else
        [[ $status -eq 1 || $status -eq 65 ]]
        # Why a table was not opened libxapian does not say; an error that has gone leaves no reason.
        [[ $err == "morgue-index: "*"$index"* && $err == *@("$reason"|"could not be opened")* ]]
    fi
}

# Lets some calls of KIND fail with the error NUMBER, whose text is REASON.
fail_some() {
    local kind=$1 number
    reason=$3
    for number in $(moments "$(calls "$kind")" $(((FAULTS + 1) / 2))); do
        restore
        strike "$kind" "$number" "$2" "$onward"
        echo "$kind $number of $(calls "$kind"): status $status: $err"
        has_told
        is_one_commit
        is_completed
    done
}

# The disk is full from some write on.
fill_disk() {
    onward=1
    fail_some write 28 "No space left on device"
    onward=
}

fail_in() {
    prepare "$1"
    count_calls
    fill_disk
    fail_some write 28 "No space left on device"
    fail_some sync 5 "Input/output error"
    fail_some rename 5 "Input/output error"
    fail_some read 5 "Input/output error"
    fail_some open 5 "Input/output error"
    fail_some close 5 "Input/output error"
    fail_some mkdir 5 "Input/output error"
    fail_some unlink 5 "Input/output error"
    fail_some truncate 5 "Input/output error"
}

@test "while the index is built" {
    fail_in build
}

@test "while it is brought up to date" {
    fail_in update
}

@test "while vanished articles are removed" {
    fail_in prune
}

@test "while it is merged" {
    fail_in merge
}

@test "while it is rebuilt" {
    fail_in rebuild
}
