"""SQLite FTS5 with Porter stems through Python's sqlite3; it has no facets, so it has no page.

peer.py version | index CORPUS.jsonl DIR | query DIR QUERIES.jsonl WARM ITERATIONS
"""
import json
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import clock  # noqa: E402
import dialect  # noqa: E402

COLUMNS = ("id", "source", "section", "author", "country", "lang", "date", "url", "tags")


def index(corpus, folder):
    os.makedirs(folder, exist_ok=True)
    db = sqlite3.connect(os.path.join(folder, "peer.db"))
    db.execute("pragma journal_mode = off")
    db.execute("pragma synchronous = off")
    db.execute(f"create table article ({', '.join(COLUMNS)})")
    db.execute("create virtual table word using fts5(title, body, tokenize = 'porter unicode61')")
    docs = 0
    with open(corpus, encoding="utf-8") as lines:
        for docs, line in enumerate(lines, 1):
            record = json.loads(line)
            record["tags"] = "\n".join(record.get("tags") or [])
            row = [record.get(name) for name in COLUMNS]
            db.execute(f"insert into article values ({','.join('?' * len(row))})", row)
            db.execute("insert into word (title, body) values (?, ?)", (record.get("title"), record.get("body")))
    db.execute("create index by_source on article (source)")
    db.execute("create index by_date on article (date)")
    db.execute("insert into word (word) values ('optimize')")
    db.commit()
    print(json.dumps({"docs": docs, "segments": 1}))


def fts(tree):
    """A tree as FTS5 writes it."""
    kind = tree[0]
    if kind == "word":
        return f'"{tree[1]}"'
    if kind == "field":
        return f'{tree[1]} : "{tree[2]}"'
    if kind == "prefix":
        return f'"{tree[1]}" *'
    if kind == "phrase":
        if tree[2]:
            return "NEAR({}, {})".format(" ".join(f'"{word}"' for word in tree[1]), tree[2])
        return '"{}"'.format(" ".join(tree[1]))
    if kind == "all":
        _, must, should, must_not = tree
        # Beside a word that must be there the others only rank, which FTS5 cannot say.
        parts = " AND ".join(map(fts, must)) if must else " OR ".join(map(fts, should))
        if not parts:
            raise clock.Unsupported
        return "({})".format(parts + "".join(f" NOT {fts(part)}" for part in must_not))
    raise clock.Unsupported


def query(folder, queries, what, warm, iterations):
    db = sqlite3.connect(f"file:{os.path.join(folder, 'peer.db')}?mode=ro", uri=True)
    db.execute("pragma mmap_size = 8000000000")
    db.execute("pragma cache_size = -1000000")

    def build(line):
        wanted, values = ["word match ?"], [fts(dialect.read(line))]
        for key, test in (("from", "date >= ?"), ("to", "date <= ?"), ("source", "source = ?")):
            if line.get(key):
                wanted.append(test)
                time = {"from": "T00:00:00Z", "to": "T23:59:59Z"}.get(key, "")
                values.append(line[key] + time)
        more = " join article on article.rowid = word.rowid" if len(wanted) > 1 else ""
        return f"from word{more} where {' and '.join(wanted)}", values

    def answer(built):
        rest, values = built
        order = "order by rank" if " join " not in rest else "order by bm25(word)"
        top = db.execute(f"select word.rowid {rest} {order} limit 10", values).fetchall()
        if what == "top":
            return len(top)
        return db.execute(f"select count(*) {rest}", values).fetchone()[0]

    clock.run(queries, warm, iterations, build, answer)


if __name__ == "__main__":
    if sys.argv[1] == "version":
        sqlite3.connect(":memory:").execute("create virtual table t using fts5(x, tokenize = 'porter unicode61')")
        print(f"SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}")
    elif sys.argv[1] == "index":
        index(*sys.argv[2:4])
    else:
        query(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
