#!/usr/bin/env bash
# Counts the instructions of each stage of indexing and searching with callgrind, and holds them
# against benches/instructions.tsv: a change of more than 5 % fails, so that it is explained in the
# commit that makes it. `--record` writes the file anew; do so in that commit.
#
# Counts differ between compilers and processors: where the compiler is not the recorded one they
# are printed and not judged. Without valgrind there is nothing to count with, which is said.
set -euo pipefail
cd "$(dirname "$0")/.."
recorded=benches/instructions.tsv
compiler=$(rustc --version | cut -d' ' -f2)

if ! command -v valgrind >/dev/null; then
  (apt-get update && apt-get install --yes valgrind) >/dev/null 2>&1 || true
fi
if ! command -v valgrind >/dev/null; then
  echo "instructions: not counted, there is no valgrind and it can't be installed here"
  exit 0
fi

program=$(cargo bench --locked --bench instructions --no-run --message-format=json 2>/dev/null |
  grep -o '"executable":"[^"]*/instructions-[^"]*"' | tail -1 | cut -d'"' -f4)
[ -x "$program" ] || { echo "instructions: the bench did not build" >&2; exit 1; }
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT
# A part is dumped whenever a stage begins: what is before the first, then two runs of each stage.
valgrind --tool=callgrind --callgrind-out-file="$counts/out" --dump-before='*measured_*' \
  "$program" >"$counts/found" 2>"$counts/said" || { cat "$counts/said" >&2; exit 1; }
mv "$counts/out" "$counts/out.999999"
for part in $(cd "$counts" && printf '%s\n' out.* | sort -t. -k2 -n); do
  sed -n 's/^summary: //p' "$counts/$part"
done | awk 'NR % 2 == 1 && NR > 1' >"$counts/runs"
# STAGE COUNT, of the second run of each stage.
cut -f1 "$counts/found" | paste - "$counts/runs" >"$counts/now"
if [ "$(wc -l <"$counts/runs")" != "$(wc -l <"$counts/found")" ]; then
  echo "instructions: not every stage was counted" >&2
  cat "$counts/now" >&2
  exit 1
fi

if [ "${1-}" = --record ]; then
  { printf '# instructions of a stage over the made-up articles; rustc %s; benches/instructions.sh --record\n' "$compiler"
    cat "$counts/now"; } >"$recorded"
  cat "$recorded"
  exit 0
fi
grep -q "rustc $compiler;" "$recorded" && judged=1 || judged=0
[ $judged = 1 ] || echo "instructions: recorded with another compiler than $compiler, so not judged"
awk -F'\t' -v judged=$judged '
  NR == FNR { if ($0 !~ /^#/) was[$1] = $2; next }
  !($1 in was) { printf "%-8s %14d  not recorded\n", $1, $2; bad = 1; next }
  { change = ($2 / was[$1] - 1) * 100
    off = change > 5 || change < -5
    if (off) bad = 1
    printf "%-8s %14d %+6.1f %%%s\n", $1, $2, change, off ? "  more than 5 %: explain it in the commit, and record" : "" }
  END { exit judged && bad }' "$recorded" "$counts/now"
