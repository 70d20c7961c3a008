#!/usr/bin/env python3
"""Means over all queries of a recorded run that every engine was asked.

    benches/peers/means.py benches/runs/DATE/NAME

For each kind of answer and engine: mean, median and 99th percentile in microseconds of the
searching thread's CPU time; a query's time is the median over rounds of its best in a round.
Then Dateline's over raw Tantivy's. Classes that an engine has no form for are left out for all.
"""

import json
import statistics
import sys
from pathlib import Path


def main(folder):
    run = json.loads((Path(folder) / "raw.json").read_text())
    for what in ("match", "top", "page"):
        times = {name: e[what]["best"] for name, e in run["engines"].items() if what in e}
        if "dateline" not in times or "raw-tantivy" not in times:
            continue
        engines = [name for name in ("dateline", "raw-tantivy", "lucene") if name in times]
        asked = [n for n in range(len(run["classes"])) if all(times[e][n] for e in engines)]
        means = {}
        for name in engines:
            each = sorted(statistics.median(times[name][n]) for n in asked)
            means[name] = statistics.mean(each)
            row = (means[name], statistics.median(each), each[int(0.99 * len(each))])
            print(f"{what:6} {len(asked):5} {name:12}" + "".join(f"{value:10,.0f}" for value in row))
        print(f"{what:6} dateline over raw-tantivy: {means['dateline'] / means['raw-tantivy']:.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
