"""The peers' query language, read once for the engines that have another one.

Words joined by OR, `+must`, `-not`, `"a phrase"`, `"near words"~3`, parentheses: what Lucene and
Tantivy read themselves. A query is a tree of tuples:
("word", text), ("prefix", text), ("fuzzy", text), ("phrase", [words], slop),
("field", name, text), ("all", must, should, must_not), each of the three a list of trees.
"""
import re

import clock

TOKEN = re.compile(r'\s*([+-]?)(\(|\)|"([^"]*)"(?:~(\d+))?|[^\s()"]+)')


def words(text):
    """Runs of letters and digits in lower case."""
    return re.findall(r"\w+", text.lower())


def read(line):
    """The tree of a line of the query set."""
    text = line.get("raw")
    if not text:
        raise clock.Unsupported
    if line["class"] in ("prefix", "fuzzy"):
        return (line["class"], re.split(r"[*~]", text)[0].lower())
    tree, rest = group(list(TOKEN.finditer(text)), 0)
    return tree


def group(tokens, at):
    must, should, must_not = [], [], []
    while at < len(tokens):
        sign, text, phrase, slop = tokens[at].groups()
        at += 1
        if text == ")":
            break
        if text in ("OR", "AND"):
            continue
        if text == "(":
            part, at = group(tokens, at)
        elif phrase is not None:
            part = ("phrase", words(phrase), int(slop or 0))
        elif text.startswith(("title:", "body:")):
            part = ("field", *text.lower().split(":", 1))
        else:
            found = words(text)
            part = ("word", found[0]) if len(found) == 1 else ("phrase", found, 0)
        (must if sign == "+" else must_not if sign == "-" else should).append(part)
    if len(should) == 1 and not must and not must_not:
        return should[0], at
    return ("all", must, should, must_not), at
