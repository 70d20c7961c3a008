"""Times queries the same way in every peer that Python drives."""
import json
import time


def run(queries, warm, iterations, build, answer):
    """Passes over the whole set; prints a line a query: `{"n", "hits", "us"}`.

    `build` makes the engine's query of a line, or raises Unsupported; `answer` gives its total.
    Times are CPU time of this thread in microseconds, building included.
    """
    lines = [json.loads(line) for line in open(queries, encoding="utf-8") if line.strip()]
    times = [[] for _ in lines]
    hits = [None] * len(lines)
    for done in range(warm + iterations):
        for n, line in enumerate(lines):
            started = time.thread_time_ns()
            try:
                hits[n] = answer(build(line))
            except Unsupported:
                continue
            spent = time.thread_time_ns() - started
            if done >= warm:
                times[n].append(spent / 1e3)
    for n, us in enumerate(times):
        print(json.dumps({"n": n, "hits": hits[n], "us": us}))


class Unsupported(Exception):
    """The engine has no such query."""
