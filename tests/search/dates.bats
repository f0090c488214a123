#!/usr/bin/env bats
# Ranges of dates against counting by hand: by terms, by what is left out, and beside a rare word by values.

@test "every range finds exactly the articles whose span it overlaps" {
    mkdir "$BATS_TEST_TMPDIR/archive"
    cat >"$BATS_TEST_TMPDIR/check.py" <<'PYTHON'
import calendar, datetime, random, subprocess, sys
program, archive, index, stage = sys.argv[1:]
random.seed(1926)
LOTS = 101
first = datetime.date(1998, 11, 20)
spans = []
dates = [str(first + datetime.timedelta(days=3 * n)) for n in range(400)]
dates += ["1999", "2000", "2001-02", "2000-02", "1998", "1824", "2001-12"]
for date in dates:
    parts = [int(part) for part in date.split("-")]
    year, month, day = (parts + [None, None])[:3]
    start = datetime.date(year, month or 1, day or 1)
    end = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    spans.append((start, end))
if stage == "write":
    for number, date in enumerate(dates):
        with open(f"{archive}/{number}.txt", "w") as file:
            file.write(f"Headline: Article {number}\nDate: {date}\n\nIn lot {number % LOTS}.\n")
    with open(f"{archive}/undated.txt", "w") as file:
        file.write("Headline: Undated\n\nText.\n")
    sys.exit()
wrong = 0
def check(start, end, text):
    global wrong
    found = [n for n, (a, b) in enumerate(spans) if a <= end and b >= start]
    # The imprecise dates are in lots 97 to 100 and 0 to 2.
    lot = random.choice([*range(97, 101), *range(3)])
    for query, wanted in (
        (f"date:{text}", len(found)),
        (f'"lot {lot}" date:{text}', sum(1 for n in found if n % LOTS == lot)),
    ):
        run = subprocess.run([program, "-d", index, "-c", "--zero-ok", query], capture_output=True, text=True)
        if run.stdout.strip() != str(wanted):
            wrong += 1
            print(query, "found", run.stdout.strip(), run.stderr.strip(), "wanted", wanted)
early, late = datetime.date(1500, 1, 1), datetime.date(2500, 1, 1)
for _ in range(60):
    start = first + datetime.timedelta(days=random.randint(-400, 1300))
    end = start + datetime.timedelta(days=random.choice([0, 1, 20, 45, 100, 200, 400, 1000]))
    check(start, end, f"{start}..{end}")
    check(start, late, f"{start}..")
    check(early, end, f"..{end}")
check(datetime.date(2000, 2, 1), datetime.date(2000, 2, 29), "2000-02")
check(datetime.date(2000, 1, 1), datetime.date(2000, 12, 31), "2000")
check(datetime.date(1824, 5, 1), datetime.date(1824, 5, 1), "1824-05-01")
check(datetime.date(1700, 1, 1), datetime.date(1800, 1, 1), "1700..1800-01-01")
sys.exit(wrong > 0)
PYTHON
    check() {
        python3 "$BATS_TEST_TMPDIR/check.py" "$MORGUE_BUILD/morgue-search" \
            "$BATS_TEST_TMPDIR/archive" "$BATS_TEST_TMPDIR/index" "$1"
    }
    check write
    "$MORGUE_BUILD/morgue-index" -q -d "$BATS_TEST_TMPDIR/index" "$BATS_TEST_TMPDIR/archive"
    check search
}
