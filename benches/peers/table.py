"""The figures of a run as a table in Markdown."""
import statistics


def share(values, part):
    """The smallest value that this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(len(ordered) * part * 1000) // 1000) - 1)]


def classes(queries, rounds, key):
    """By class: p50 and p99 over its queries of a query's time, and the mean number of hits.

    A query's time is the median over rounds of its best time in a round.
    """
    out = {}
    for n, query in enumerate(queries):
        best = [min(one[n][key]) for one in rounds if one[n][key]]
        kind = out.setdefault(query["class"], {"times": [], "hits": [], "unsupported": 0})
        if best:
            kind["times"].append(statistics.median(best))
            kind["hits"].append(rounds[-1][n]["hits"])
        else:
            kind["unsupported"] += 1
    return {
        name: {
            "queries": len(kind["times"]), "p50_us": share(kind["times"], 0.5), "p99_us": share(kind["times"], 0.99),
            "mean_us": statistics.fmean(kind["times"]), "hits": statistics.fmean(kind["hits"]),
        }
        for name, kind in out.items() if kind["times"] and not kind["unsupported"]
    }


def raw(rounds):
    """By query: hits, and of each round the best time in it; none where the engine has no such query."""
    return {
        "hits": [one["hits"] for one in rounds[-1]],
        "best": [[round(min(turn[n]["us"]), 1) for turn in rounds if turn[n]["us"]] or None for n in range(len(rounds[0]))],
    }


def cell(value, digits=1):
    return "-" if value is None else f"{value:,.{digits}f}" if isinstance(value, float) else f"{value:,}"


def rows(header, body):
    """An aligned table."""
    lines = [header, *body]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    form = lambda line: "| " + " | ".join(  # noqa: E731
        text.ljust(width) if i == 0 else text.rjust(width) for i, (text, width) in enumerate(zip(line, widths))) + " |"
    rule = "|" + "|".join("-" * (width + 2) if i == 0 else "-" * (width + 1) + ":" for i, width in enumerate(widths)) + "|"
    return "\n".join([form(header), rule, *map(form, body)])


def indexing(run):
    header = ["engine", "rounds", "wall s", "CPU s", "MB/CPU s", "rate/raw", "index MB", "index/input", "size/raw", "peak MB", "segments", "documents", "fingerprint"]
    body = []
    base = run["engines"].get("raw-tantivy", {}).get("index")
    for name, engine in run["engines"].items():
        made = engine.get("index")
        if engine.get("absent"):
            body.append([name, *"-" * (len(header) - 1)])
        elif made:
            mb = run["corpus"]["bytes"] / 1e6
            body.append([name, cell(len(engine["index_rounds"])), cell(made["wall_s"]), cell(made["cpu_s"]), cell(mb / made["cpu_s"]),
                         cell(base["cpu_s"] / made["cpu_s"], 2) if base else "-", cell(made["bytes"] / 1e6),
                         cell(made["bytes"] / run["corpus"]["bytes"], 2),
                         cell(made["bytes"] / base["bytes"], 2) if base else "-", cell(made["peak_bytes"] / 1e6, 0),
                         cell(made.get("segments")), cell(made.get("docs")), made.get("fingerprint", "-")])
    return rows(header, body)


def unlike(hits, base):
    """Whether means of hits are so far apart that two engines did not do the same work."""
    return abs(hits - base) > max(0.01 * base, 0.5)


def searching(run, what):
    """A row a class: each engine's p50/p99 and hits, and Dateline against the best peer's p50."""
    engines = {name: e[what] for name, e in run["engines"].items() if e.get(what)}
    if not engines:
        return "Nothing was measured."
    stages = run["engines"].get("dateline", {}).get("stages", {}) if what == "match" else {}
    ratios = [("whole", "p50_us"), ("whole", "p99_us"), *([("stage", "p50_us"), ("stage", "p99_us")] if stages else [])]
    # Who does less than a page is shown and not held against anybody.
    less = {name for name, e in run["engines"].items() if what == "page" and e.get("page_note")}
    peers = [name for name in engines if name != "dateline" and name not in less]
    header = ["class", *(f"{name} p50/p99 (hits)" for name in engines), *(f"{part} {key[:3]}" for part, key in ratios)]
    body, kinds = [], list(dict.fromkeys(run["queries"]["classes"]))
    for kind in kinds:
        line = [kind]
        # What our own or, without it, the first engine finds is what counts are held against.
        base = next((engines[name][kind]["hits"] for name in engines if kind in engines[name]), None)
        for name in engines:
            made = engines[name].get(kind)
            if not made:
                line.append("-")
                continue
            mark = "!" if unlike(made["hits"], base) else ""
            line.append(f"{made['p50_us']:,.0f}/{made['p99_us']:,.0f} ({made['hits']:,.1f}{mark})")
        ours = {"whole": engines.get("dateline", {}).get(kind), "stage": stages.get(kind)}
        for part, key in ratios:
            best, other = min(((engines[p][kind][key], unlike(engines[p][kind]["hits"], base)) for p in peers if kind in engines[p]), default=(None, False))
            line.append(f"{ours[part][key] / best:.2f}{'!' if other else ''}" if ours[part] and best else "-")
        body.append(line)
    return rows(header, body)


def document(run):
    """The whole run in Markdown."""
    absent = [f"- {name}: absent, {e['absent']}" for name, e in run["engines"].items() if e.get("absent")]
    about = [f"- {name}: {e['version']}{'; ' + e['note'] if e['note'] else ''}" for name, e in run["engines"].items() if not e.get("absent")]
    less = [f"- {name}: {e['page_note']}" for name, e in run["engines"].items() if e.get("page_note") and e.get("page")]
    less += [f"- {name}: no page: {e['failed']}" for name, e in run["engines"].items() if e.get("failed")]
    parts = [
        f"# Dateline and its peers, {run['started'][:10]}", "",
        f"    {run['command']}", "",
        f"Corpus: {run['corpus']['name']}, {run['corpus']['bytes'] / 1e6:,.1f} MB, {run['corpus']['records']:,} records. "
        f"Queries: {run['queries']['name']}, {len(run['queries']['classes']):,} (sha256 {run['queries']['sha256']}). Rounds: {run['settings']['rounds']}, engines in turn.",
        f"Machine: {run['machine']['cpu']}, {run['machine']['cores']} cores, {run['machine']['memory_gb']} GB, {run['machine']['os']}; "
        f"load before {run['machine']['load']}.", "", *about, *absent, "",
        "## Indexing", "", indexing(run), "",
        "CPU seconds and peak memory are those of the whole process as the system counts them; mapped files are in the peak.", "",
        "## Ten best hits and the exact total", "", searching(run, "match"), "",
        "Microseconds of the searching thread's CPU time, warm; of each query the median over rounds of its best in a round. "
        "`!`: the mean number of hits is more than 1 % off the first engine's; such a class compares unlike work, and a ratio to such a peer has the mark too. "
        "`whole`: Dateline over the fastest peer, all that it does for an answer, which is more than the peers do here: the ten hits are read and their "
        "fields prepared, the best are ranked a second time, and where nothing is found other spellings are looked for. `stage`: parsing, matching and ranking "
        "alone over the fastest peer, by the wall clock, so on a busy machine too long.", "",
        "## Ten best hits, no total", "", searching(run, "top"), "",
        "As above; in brackets how many hits were given, at most ten.", "",
        "## A page: ten hits with documents and snippets, total, five facets", "", searching(run, "page"), "", *less,
    ]
    return "\n".join(parts) + "\n"
