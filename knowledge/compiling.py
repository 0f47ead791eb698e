"""Records into the tables of a compiled file, in an order that depends on nothing but the records."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from knowledge import likeness
from knowledge.ids import variant_of
from knowledge.model import Breakdown, IndicatorId, Observation
from knowledge.records import Entry, KnowledgeText
from knowledge.release import Counted, Release, Series
from knowledge.tables import APPLICATION, CREATE, INDEX, NAMED, SCHEMA, Figure, SeriesRow, Shared
from knowledge.words import spelling

Row = tuple[str | int | float | None, ...]


def compile_into(path: Path, text: KnowledgeText, english: Sequence[str], version: str) -> None:
    """Fill an empty file with the records. Raises sqlite3.Error where it cannot be written."""
    # The file is not in use before it is whole, so nothing here needs a journal.
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA application_id={APPLICATION};"
            f"PRAGMA user_version={SCHEMA};{CREATE}"
        )
        connection.execute("BEGIN")
        _fill(connection, text, english, version)
        connection.execute("COMMIT")
        connection.executescript(INDEX)


def _fill(connection: sqlite3.Connection, text: KnowledgeText, english: Sequence[str], version: str) -> None:
    phrases = sorted(
        {(w.phrase.words[0], " ".join(w.phrase.words[1:]), w.phrase.slot, w.phrase.value) for w in text.phrases}
    )
    words = sorted({word for worded in text.phrases for word in worded.phrase.words})
    observations = sorted((entry.record for entry in text.observations), key=_in_time)
    _insert(connection, "record", _records(text))
    _insert(connection, "phrase", phrases)
    _insert(connection, "beginning", sorted({(first, rest.split()[0]) for first, rest, *_ in phrases if rest}))
    _insert(connection, "word", ((word[0], word) for word in words))
    _insert(connection, "english", ((word,) for word in english))
    _insert_likeness(connection, text)
    collections = {name: key for key, name in enumerate(sorted(text.collections), 1)}
    _insert(connection, "collection", ((key, name) for name, key in collections.items()))
    _insert_figures(connection, observations, collections)
    _insert_series(connection, text, collections)
    _insert_held(connection, observations, [entry.record for entry in text.series], collections)
    counts = _counts(text) | {"phrase": len(phrases), "word": len(words), "english": len(english)}
    _insert(connection, "meta", [("version", version), ("counts", json.dumps(counts))])


def _insert_likeness(connection: sqlite3.Connection, text: KnowledgeText) -> None:
    """The indicators on which figures are held, by their names, their examples and their phrases."""
    held = {e.record.indicator for e in text.observations} | {e.record.counted.indicator for e in text.series}
    named = {i.record.id: [*map(spelling, (i.record.label, i.record.example))] for i in text.indicators}
    for worded in text.phrases:
        if worded.phrase.slot == "indicator":
            named[IndicatorId(worded.phrase.value)].append(" ".join(worded.phrase.words))
    names, threes = likeness.indexed({i: [name for name in said if name] for i, said in named.items() if i in held})
    _insert(connection, "likeness", names)
    _insert(connection, "three", threes)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608 - a table of our own
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)  # noqa: S608


def _counts(text: KnowledgeText) -> dict[str, int]:
    return {
        "indicator": len(text.indicators),
        "place": len(text.places),
        "source": len(text.sources),
        "speaker": len(text.speakers),
        "break": len(text.breaks),
        "observation": len(text.observations) + sum(_cells(entry.record) for entry in text.series),
    }


def _in_time(o: Observation) -> tuple[object, ...]:
    """Figures of one thing stand together in the file, the oldest period first."""
    time = (o.period.end or date.min, o.period.start or date.min)
    return (o.indicator, o.place, o.measure, *time, o.published, o.id)


def _records(text: KnowledgeText) -> Iterable[Row]:
    kinds: tuple[tuple[str, Sequence[Entry[Any]]], ...] = (
        ("indicator", text.indicators),
        ("place", text.places),
        ("source", text.sources),
        ("speaker", text.speakers),
        ("break", text.breaks),
    )
    for kind, entries in kinds:
        for entry in entries:
            yield kind, entry.record.id, _json(asdict(entry.record))
    for breakdown, label in text.breakdowns.items():
        yield "breakdown", breakdown, _json(label)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


class _Names:
    """Strings numbered in the order in which they first come up."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}

    def key(self, text: str | None) -> int | None:
        return None if text is None else self.keys.setdefault(text, len(self.keys) + 1)


def _insert_figures(
    connection: sqlite3.Connection, observations: Iterable[Observation], collections: Mapping[str, int]
) -> None:
    names, shares = _Names(), dict[Shared, int]()
    figures: list[Figure] = []
    for number, o in enumerate(observations, 1):
        shared = Shared(*(names.key(getattr(o, field)) for field in Shared._fields))
        named = {field: names.key(text) for field, text in _own(o).items()}
        figures.append(
            Figure(
                key=number,
                switched=collections[o.collection],
                shared=shares.setdefault(shared, len(shares) + 1),
                value=None if o.value is None else f"{o.value:f}",
                display=o.display,
                **named,
            )
        )
    _insert(connection, "figure", figures)
    _insert(connection, "shared", ((key, *shared) for shared, key in shares.items()))
    _insert(connection, "name", ((key, text) for text, key in names.keys.items()))


def _own(o: Observation) -> dict[str, str | None]:
    """The named columns of a figure, as text."""
    as_written = {field: getattr(o, field) for field in NAMED if field != "variant"}
    return as_written | {
        "breakdown": _breakdown(o.breakdown),
        "period": o.period.id,
        "baseline": o.baseline.id if o.baseline else None,
        "caveats": _json([[caveat.kind, caveat.text] for caveat in o.caveats]) if o.caveats else None,
        "variant": variant_of(o.id),
    }


def _breakdown(pairs: Breakdown) -> str | None:
    return ";".join(f"{dimension}={value}" for dimension, value in pairs) or None


def _insert_series(connection: sqlite3.Connection, text: KnowledgeText, collections: Mapping[str, int]) -> None:
    """Releases, the newest first, and their series, in the order of their releases."""
    newest_first = sorted((entry.record for entry in text.releases), key=lambda r: (r.released, r.id), reverse=True)
    releases = {release.id: key for key, release in enumerate(newest_first, 1)}
    counted: dict[tuple[str, str], tuple[int, Counted]] = {}
    series = sorted((entry.record for entry in text.series), key=lambda s: _in_order(s, releases))
    for s in series:
        counted.setdefault((s.release.id, s.counted.id), (len(counted) + 1, s.counted))
    _insert(
        connection, "release", ((releases[r.id], collections[r.collection], r.id, _release(r)) for r in newest_first)
    )
    _insert(connection, "counted", ((key, _json(asdict(one))) for key, one in counted.values()))
    rows = (
        SeriesRow(
            key=key,
            indicator=s.counted.indicator,
            place=s.place,
            measure=s.counted.measure,
            switched=collections[s.release.collection],
            release=releases[s.release.id],
            counted=counted[s.release.id, s.counted.id][0],
            breakdown=_breakdown(s.breakdown),
            rows=s.rows,
            cells=s.cells,
        )
        for key, s in enumerate(series, 1)
    )
    _insert(connection, "series", rows)


def _in_order(s: Series, releases: Mapping[str, int]) -> tuple[object, ...]:
    return (s.counted.indicator, s.place, s.counted.measure, releases[s.release.id], s.breakdown, s.counted.id)


def _release(release: Release) -> str:
    return _json(
        {
            field.name: [p.id for p in release.periods]
            if field.name == "periods"
            else [asdict(file) for file in release.files]
            if field.name == "files"
            else getattr(release, field.name)
            for field in fields(release)
        }
    )


def _cells(s: Series) -> int:
    """How many figures a series holds."""
    return sum(map(bool, s.cells.split(",")))


def _insert_held(
    connection: sqlite3.Connection,
    observations: Iterable[Observation],
    series: Iterable[Series],
    collections: Mapping[str, int],
) -> None:
    at = Counter((o.place, o.indicator, collections[o.collection]) for o in observations)
    for s in series:
        at[s.place, s.counted.indicator, collections[s.release.collection]] += _cells(s)
    anywhere = Counter[tuple[str, int]]()
    for (_, indicator, collection), figures in at.items():
        anywhere[indicator, collection] += figures
    _insert(connection, "held", ((*key, figures) for key, figures in sorted(at.items())))
    _insert(connection, "held_anywhere", ((*key, figures) for key, figures in sorted(anywhere.items())))
