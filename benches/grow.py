#!/usr/bin/env python3
"""Grows a corpus for measuring at scale: `grow.py ARTICLES.jsonl TIMES > GROWN.jsonl`.

The first part is the corpus as it is. Each further part has as many articles with new ids, dates
moved by a week a part, and bodies whose sentences are drawn from the whole corpus (seeded, the same
in each run), so that no article is a copy of another, as it would be if only ids changed. Real
sentences keep the distribution of words and what stands beside what; the vocabulary does not grow,
which a real archive's does. Keys are `id`, `title`, `body`, `date` (or `published`); others stay.
Memory: the corpus twice. Standard library only.
"""

import datetime
import json
import random
import sys


def sentences(text):
    """The text cut behind stops that a space follows; nothing is lost."""
    out, start = [], 0
    for at in range(len(text) - 1):
        if text[at] in ".!?" and text[at + 1] in " \n":
            out.append(text[start : at + 2])
            start = at + 2
    out.append(text[start:])
    return out


def moved(date, days):
    """The day of an ISO date so many days later; what is no such date stays as it is."""
    try:
        day = datetime.date.fromisoformat(date[:10]) + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return date
    return day.isoformat() + date[10:]


def main():
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit("usage: grow.py ARTICLES.jsonl TIMES > GROWN.jsonl")
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    write = sys.stdout.write
    for line in lines:
        write(line if line.endswith("\n") else line + "\n")
    articles = [json.loads(line) for line in lines]
    del lines
    pool, lengths = [], []
    for article in articles:
        cut = sentences(article.get("body") or "")
        pool.extend(cut)
        lengths.append(len(cut))
    for part in range(1, int(sys.argv[2])):
        random.Random(part).shuffle(pool)
        at = 0
        for article, length in zip(articles, lengths):
            grown = dict(article)
            grown["id"] = f"{article['id']}.{part}"
            grown["body"] = "".join(pool[at : at + length])
            for key in ("date", "published"):
                if isinstance(article.get(key), str):
                    grown[key] = moved(article[key], 7 * part)
            at += length
            write(json.dumps(grown, ensure_ascii=False, separators=(",", ":")) + "\n")


main()
