#!/usr/bin/env python3
"""Writes what `dateline export` writes as the record that all engines of this folder read.

usage: dateline export --index ARCHIVE | corpus.py > corpus.jsonl

A record has id, title, body, source, section, author, country, lang, date (RFC 3339, UTC), url, tags.
Other JSON Lines go as well if they name these fields in one of the ways below.
"""
import datetime
import json
import sys

NAMES = {
    "id": ("id", "docid", "uri", "url"),
    "title": ("title", "headline"),
    "body": ("body", "text", "content"),
    "source": ("source", "outlet", "publisher"),
    "section": ("section", "category"),
    "author": ("author", "authors", "byline"),
    "country": ("country", "dateline", "place", "places"),
    "lang": ("lang", "language"),
    "url": ("url",),
}


def first(record, names):
    """The first of these keys that has a value, as one line of text."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("place")
        if value:
            return " ".join(str(value).split())
    return ""


def text(record):
    """The whole text: paragraphs of an export, or one string."""
    value = next((record[name] for name in NAMES["body"] if record.get(name)), "")
    return "\n\n".join(map(str, value)) if isinstance(value, list) else str(value)


def moment(given):
    """A date as all engines read it, a year or month from its first day; none where it is not one."""
    given += {4: "-01-01", 7: "-01"}.get(len(given), "")
    try:
        at = datetime.datetime.fromisoformat(given.replace("Z", "+00:00"))
    except ValueError:
        return None
    if at.tzinfo:
        at = at.astimezone(datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def convert(record):
    out = {name: first(record, names) for name, names in NAMES.items()}
    out["body"] = text(record)
    date = moment(first(record, ("date", "published", "datePublished")))
    if date:
        out["date"] = date
    tags = record.get("tags") or record.get("keywords") or []
    out["tags"] = [str(tag) for tag in (tags if isinstance(tags, list) else [tags])]
    return out


if __name__ == "__main__":
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(convert(json.loads(line)), ensure_ascii=False))
