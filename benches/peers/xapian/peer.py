"""Xapian through its Python binding: English stems with positions, values for facets.

peer.py version | index CORPUS.jsonl DIR | query DIR QUERIES.jsonl match|page WARM ITERATIONS
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import clock  # noqa: E402
import dialect  # noqa: E402
import xapian  # noqa: E402

# Slots of values; the first five are facets, of which `tags` has many values in one.
SLOTS = ("source", "section", "country", "author", "tags", "lang", "date")
SOURCE = "XSOURCE:"
STEM = xapian.Stem("english")


def generator():
    made = xapian.TermGenerator()
    made.set_stemmer(STEM)
    # Stems alone, with positions: what the others index.
    made.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
    return made


def index(corpus, folder):
    db = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    made = generator()
    docs = 0
    with open(corpus, encoding="utf-8") as lines:
        for docs, line in enumerate(lines, 1):
            record = json.loads(line)
            document = xapian.Document()
            made.set_document(document)
            made.set_termpos(0)
            made.index_text(record.get("title") or "")
            made.increase_termpos()
            made.index_text(record.get("body") or "")
            for slot, name in enumerate(SLOTS):
                value = record.get(name) or ""
                document.add_value(slot, "\n".join(value) if isinstance(value, list) else value)
            document.add_boolean_term("Q" + record["id"][:240])
            document.add_boolean_term(SOURCE + (record.get("source") or ""))
            document.set_data(line)
            db.add_document(document)
    db.commit()
    print(json.dumps({"docs": docs, "segments": 1}))


def stem(word):
    return STEM(word.encode()).decode()


def tree_query(tree):
    kind, both = tree[0], xapian.Query
    if kind == "word":
        return both(stem(tree[1]))
    if kind == "prefix":
        return both(both.OP_WILDCARD, tree[1], 0, both.WILDCARD_LIMIT_ERROR)
    if kind == "phrase":
        stems = [stem(word) for word in tree[1]]
        operator = both.OP_NEAR if tree[2] else both.OP_PHRASE
        return both(operator, stems, len(stems) + tree[2])
    if kind == "all":
        _, must, should, must_not = tree
        made = both(both.OP_AND, [tree_query(part) for part in must])
        if should:
            some = both(both.OP_OR, [tree_query(part) for part in should])
            made = both(both.OP_AND_MAYBE, made, some) if must else some
        for part in must_not:
            made = both(both.OP_AND_NOT, made, tree_query(part))
        return made
    raise clock.Unsupported


def query(folder, queries, what, warm, iterations):
    db = xapian.Database(folder)
    enquire = xapian.Enquire(db)
    every = db.get_doccount()

    def build(line):
        made = tree_query(dialect.read(line))
        if line.get("from") or line.get("to"):
            low, high = line.get("from", "") + "T00:00:00Z", line.get("to", "9999-12-31") + "T23:59:59Z"
            dated = xapian.Query(xapian.Query.OP_VALUE_RANGE, SLOTS.index("date"), low, high)
            made = xapian.Query(xapian.Query.OP_FILTER, made, dated)
        if line.get("source"):
            made = xapian.Query(xapian.Query.OP_FILTER, made, xapian.Query(SOURCE + line["source"]))
        return made

    def answer(made):
        enquire.set_query(made)
        enquire.clear_matchspies()
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(5)] if what == "page" else []
        for spy in spies:
            enquire.add_matchspy(spy)
        # All candidates are looked at where a total is asked for: it is exact then.
        found = enquire.get_mset(0, 10, 0 if what == "top" else every)
        if what == "top":
            return found.size()
        if what == "page":
            for spy in spies:
                list(spy.top_values(10))
            for hit in found:
                body = json.loads(hit.document.get_data())["body"]
                found.snippet(body.encode(), 300, STEM)
        return found.get_matches_estimated()

    clock.run(queries, warm, iterations, build, answer)


if __name__ == "__main__":
    if sys.argv[1] == "version":
        print(f"Xapian {xapian.version_string()}, Python {sys.version.split()[0]}")
    elif sys.argv[1] == "index":
        index(*sys.argv[2:4])
    else:
        query(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
