"""What a running bot knows: look-ups in one compiled, read-only file.

Opening parses nothing and scans nothing. What is looked up is kept in plain dictionaries: records and phrases for
good, since the text bounds them; figures up to a fixed number, since a file may hold a million.

One base may be shared by threads. They share one connection behind a lock, rather than having one each: a look-up
takes microseconds and most are answered from a dictionary without the lock, while connections of threads that come and
go would have to be closed by somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self, TypeVar

from knowledge import unpacking
from knowledge.compiled import CompiledFile
from knowledge.coverage import Coverage, covered
from knowledge.errors import UnknownCollection
from knowledge.ids import Name, parts
from knowledge.likeness import Likeness
from knowledge.model import (
    Break,
    Breakdown,
    Indicator,
    IndicatorId,
    Observation,
    Place,
    PlaceId,
    Source,
    SourceId,
    Speaker,
)
from knowledge.period import Period, parse_period
from knowledge.phrasebook import Phrasebook
from knowledge.release import Release, Series, Trace
from knowledge.tables import Figure, SeriesRow

T = TypeVar("T")
Asked = tuple[str | None, ...]

MOST_FIGURES_KEPT = 20_000
# Behind a plus, which takes the type off it: figures have none, and an index only serves what has the same.
KEY = "SELECT key FROM name WHERE text = ?"
MOST_SERIES_KEPT = 2_000


class KnowledgeBase:
    """The knowledge of one compiled file, with the collections that are switched on.

    `as_of`: of what was published by that day; the version then ends with it, behind an @.
    """

    version: str
    as_of: date | None
    phrasebook: Phrasebook
    likeness: Likeness
    collections: tuple[str, ...]

    def __init__(self, file: CompiledFile, collections: Sequence[str] | None = None, as_of: date | None = None) -> None:
        self._file = file
        self.as_of = as_of
        self.phrasebook = Phrasebook(file)
        self.likeness = Likeness(file)
        self._records: dict[tuple[str, str], Any] = {}
        self._every: dict[str, tuple[Any, ...]] = {}
        self._held: Mapping[IndicatorId, int] | None = None
        self._figures: dict[Asked, tuple[Observation, ...]] = {}
        self._figures_kept = 0
        self._series: dict[Asked, tuple[Series, ...]] = {}
        self._series_kept = 0
        self._releases: tuple[Release, ...] | None = None
        self._by_id: Mapping[str, Release] | None = None
        self.version = file.rows("SELECT value FROM meta WHERE key = 'version'")[0][0]
        self.version += f"@{as_of}" if as_of else ""
        self.collections, self._switched = self._switch_on(collections)

    @classmethod
    def open(cls, path: Path, collections: Sequence[str] | None = None, as_of: date | None = None) -> Self:
        """The knowledge of a compiled file; None switches every collection on, and looks back from no day.

        Raises NotBuilt, OtherSchema, Damaged or UnknownCollection, each a KnowledgeError with its remedy.
        """
        file = CompiledFile.open(path, as_of)
        try:
            return cls(file, collections, as_of)
        except BaseException:
            file.close()
            raise

    def close(self) -> None:
        """Close the file; look-ups that are not kept in memory fail from then on."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def indicator(self, id: str) -> Indicator:  # noqa: A002 - the name of the field
        """The indicator of an id; KeyError if unknown, as for the other records."""
        return self._record("indicator", id, unpacking.indicator)

    def place(self, id: str) -> Place:  # noqa: A002
        """The place of an id."""
        return self._record("place", id, unpacking.place)

    def source(self, id: str) -> Source:  # noqa: A002
        """The source of an id."""
        return self._record("source", id, unpacking.source)

    def speaker(self, id: str) -> Speaker:  # noqa: A002
        """The speaker of an id."""
        return self._record("speaker", id, unpacking.speaker)

    def breakdown_label(self, dimension: str, value: str) -> str:
        """How a breakdown is shown: "victims under 25", "knife-enabled"; KeyError if unknown."""
        return self._record("breakdown", f"{dimension}={value}", unpacking.label)

    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, held or only recognised, by id."""
        return self._all("indicator", unpacking.indicator)

    def places(self) -> tuple[Place, ...]:
        """Every place, by id."""
        return self._all("place", unpacking.place)

    def breaks(self) -> tuple[Break, ...]:
        """Every break, by id."""
        return self._all("break", unpacking.pause)

    def held(self) -> Mapping[IndicatorId, int]:
        """How many figures of each indicator are held in the collections switched on; none, no entry."""
        if self._held is None:
            condition, keys = self._among()
            sql = f"SELECT indicator, SUM(figures) FROM held_anywhere WHERE 1{condition} GROUP BY indicator"  # noqa: S608
            self._held = MappingProxyType({IndicatorId(name): number for name, number in self._file.rows(sql, *keys)})
        return self._held

    def at_place(self, place: str) -> tuple[tuple[IndicatorId, int], ...]:
        """What is held on a place: each indicator and how many figures, by indicator."""
        condition, keys = self._among()
        sql = f"SELECT indicator, SUM(figures) FROM held WHERE place = ?{condition} GROUP BY indicator"  # noqa: S608
        return tuple((IndicatorId(name), number) for name, number in self._file.rows(sql, place, *keys))

    def held_by_place(self) -> Mapping[PlaceId, int]:
        """How many figures are held on each place; none, no entry."""
        condition, keys = self._among()
        sql = f"SELECT place, SUM(figures) FROM held WHERE 1{condition} GROUP BY place"  # noqa: S608
        return {PlaceId(name): number for name, number in self._file.rows(sql, *keys)}

    def held_by_source(self) -> Mapping[SourceId, int]:
        """How many figures stand in each source; none, no entry. Reads every figure: not for a question's time."""
        condition, keys = self._among()
        sql = (
            "SELECT text, SUM(figures) FROM (SELECT shared, COUNT(*) AS figures FROM figure"  # noqa: S608
            f" WHERE 1{condition} GROUP BY shared) JOIN shared ON shared.key = shared JOIN name ON name.key = source"
            " GROUP BY text"
        )
        return {SourceId(name): number for name, number in self._file.rows(sql, *keys)}

    def coverage(self) -> Mapping[IndicatorId, Coverage]:
        """Where and when each indicator is held. Reads every figure and series: not for a question's time."""
        condition, keys = self._among()
        times = f"SELECT DISTINCT indicator, period, switched FROM figure WHERE 1{condition}"  # noqa: S608
        named = (
            f"SELECT i.text, p.text, c.name FROM ({times}) JOIN name i ON i.key = indicator"  # noqa: S608
            " JOIN name p ON p.key = period JOIN collection c ON c.key = switched ORDER BY 1, 2, 3"
        )
        places = f"SELECT DISTINCT indicator, place FROM held WHERE 1{condition} ORDER BY 1, 2"  # noqa: S608
        fullest = f"SELECT *, MAX(LENGTH(cells)) FROM series WHERE 1{condition} GROUP BY indicator, release"  # noqa: S608
        rows = self._file.rows(f"{fullest} ORDER BY indicator, release", *keys)
        series = (self._unpacked_series(SeriesRow._make(row[:-1])) for row in rows)
        return covered(self._file.rows(named, *keys), series, self._file.rows(places, *keys))

    def observations(
        self, indicator: str, *, place: str | None = None, measure: str | None = None
    ) -> tuple[Observation, ...]:
        """The figures of an indicator in the collections switched on, by place and measure, the oldest period first."""
        return self._figures_where(indicator=indicator, place=place, measure=measure)

    def reported_as(self, indicator: str) -> tuple[Observation, ...]:
        """The figures that an article's words give as this indicator, though they are of another."""
        return self._figures_where(reported_as=indicator)

    def observation(self, id: str) -> Observation | None:  # noqa: A002
        """The figure of an id; None if it is unknown or its collection is switched off."""
        name = parts(id)
        if name is None:
            return None
        near = self.observations(name.indicator, place=name.place, measure=name.measure)
        return next((o for o in near if o.id == id), None) or self._imported(id, name)

    def releases(self) -> tuple[Release, ...]:
        """The imported releases of the collections switched on, the newest first."""
        if self._releases is None:
            condition, keys = self._among()
            rows = self._file.rows(f"SELECT id, body FROM release WHERE 1{condition} ORDER BY key", *keys)  # noqa: S608
            self._releases = tuple(
                self._records.setdefault(("release", name), unpacking.release(body)) for name, body in rows
            )
        return self._releases

    def release(self, id: str | None) -> Release | None:  # noqa: A002
        """The release of an id; None if it is unknown or its collection is switched off."""
        if self._by_id is None:
            self._by_id = {release.id: release for release in self.releases()}
        return self._by_id.get(id or "")

    def carried(self) -> Mapping[str, tuple[IndicatorId, ...]]:
        """What each release counts, by its id. Reads every series: not for a question's time."""
        condition, keys = self._among()
        sql = (
            "SELECT id, indicator FROM (SELECT DISTINCT release AS of, indicator FROM series"  # noqa: S608
            f" WHERE 1{condition}) JOIN release ON key = of ORDER BY 1, 2"
        )
        found: dict[str, tuple[IndicatorId, ...]] = {}
        for name, indicator in self._file.rows(sql, *keys):
            found[name] = (*found.get(name, ()), IndicatorId(indicator))
        return found

    def series(self, indicator: str, *, place: str | None = None, measure: str | None = None) -> tuple[Series, ...]:
        """The imported series of an indicator in the collections switched on, by place, the newest release first."""
        given = {"indicator": indicator, "place": place, "measure": measure}
        asked = tuple(given.values())
        if (kept := self._series.get(asked)) is not None:
            return kept
        condition, among = self._among()
        where = " AND ".join(f"{column} = ?" for column, value in given.items() if value is not None) + condition
        values = (value for value in given.values() if value is not None)
        sql = f"SELECT * FROM series WHERE {where} ORDER BY key"  # noqa: S608 - columns of our own
        found = tuple(self._unpacked_series(SeriesRow._make(row)) for row in self._file.rows(sql, *values, *among))
        return self._keep_series(asked, found)

    def figures(
        self,
        indicator: str,
        places: Sequence[str],
        periods: Sequence[Period],
        *,
        measure: str = "count",
        breakdown: Breakdown = (),
    ) -> Iterator[tuple[Observation, ...]]:
        """Imported figures that may stand side by side: each group is of one release and one definition.

        A group has a figure for each of the periods at each of the places, the first place first; what does not hold
        them all is left out. The newest release comes first: its group is the answer, the others stand beside it.
        """
        at: dict[tuple[str, str], dict[str, Series]] = {}
        for place in places:
            for s in self.series(indicator, place=place, measure=measure):
                if s.breakdown == breakdown:
                    at.setdefault((s.release.id, s.counted.id), {})[place] = s
        whole = [one for one in at.values() if len(one) == len(set(places))]
        whole.sort(key=lambda one: one[places[0]].release.released, reverse=True)
        for one in whole:
            group = _all_of(one[place].at(period) for place in places for period in periods)
            if group:
                yield group

    def traces(self, figure: Observation) -> tuple[Trace, ...]:
        """Where an imported figure stands in its publisher's files; nothing for a figure that an editor wrote."""
        near = self.series(figure.indicator, place=figure.place, measure=figure.measure)
        alike = (s for s in near if s.release.id == figure.series and s.breakdown == figure.breakdown)
        return next((s.traces(figure.period) for s in alike if s.at(figure.period) == figure), ())

    def _imported(self, id: str, name: Name) -> Observation | None:  # noqa: A002
        """The figure of an imported series that has the id."""
        try:
            period = parse_period(name.period)
        except ValueError:
            return None
        near = self.series(name.indicator, place=name.place, measure=name.measure)
        return next((o for s in near if (o := s.at(period)) and o.id == id), None)

    def _unpacked_series(self, row: SeriesRow) -> Series:
        """A series, its release and what it counts shared with the other series of them."""
        release = self._numbered("release", row.release, unpacking.release)
        return unpacking.series(row, release, self._numbered("counted", row.counted, unpacking.counted))

    def _numbered(self, table: str, key: int, unpack: Callable[[str], T]) -> T:
        kept: T | None = self._records.get((table, str(key)))
        if kept is not None:
            return kept
        rows = self._file.rows(f"SELECT body FROM {table} WHERE key = ?", key)  # noqa: S608 - a table of our own
        found = unpack(rows[0][0])
        self._records[table, str(key)] = found
        return found

    def _keep_series(self, asked: Asked, found: tuple[Series, ...]) -> tuple[Series, ...]:
        """Remember the series, within the number that may be kept."""
        if self._series_kept + len(found) > MOST_SERIES_KEPT:
            self._series, self._series_kept = {}, 0
        self._series[asked] = found
        self._series_kept += max(len(found), 1)
        return found

    def _switch_on(self, wanted: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[int, ...] | None]:
        """The names of the collections switched on, and their keys; None where all are."""
        keys: dict[str, int] = dict(self._file.rows("SELECT name, key FROM collection ORDER BY key"))
        if wanted is None:
            return tuple(keys), None
        if unknown := [name for name in dict.fromkeys(wanted) if name not in keys]:
            raise UnknownCollection(unknown, keys)
        names = tuple(name for name in keys if name in wanted)
        return names, tuple(keys[name] for name in names)

    def _among(self) -> tuple[str, tuple[int, ...]]:
        """The condition that keeps to the collections switched on, and its values."""
        if self._switched is None:
            return "", ()
        return f" AND switched IN ({', '.join('?' * len(self._switched))})", self._switched

    def _record(self, kind: str, id: str, unpack: Callable[[str], T]) -> T:  # noqa: A002
        kept: T | None = self._records.get((kind, id))
        if kept is not None:
            return kept
        rows = self._file.rows("SELECT body FROM record WHERE kind = ? AND id = ?", kind, id)
        if not rows:
            raise KeyError(id)
        found = unpack(rows[0][0])
        self._records[kind, id] = found
        return found

    def _all(self, kind: str, unpack: Callable[[str], T]) -> tuple[T, ...]:
        if kind not in self._every:
            rows = self._file.rows("SELECT id, body FROM record WHERE kind = ? ORDER BY id", kind)
            self._every[kind] = tuple(self._records.setdefault((kind, name), unpack(body)) for name, body in rows)
        return self._every[kind]

    def _figures_where(self, **columns: str | None) -> tuple[Observation, ...]:
        """The figures whose columns have these values, from memory if they were asked for lately."""
        asked = (*columns, *columns.values())
        if (kept := self._figures.get(asked)) is not None:
            return kept
        given = {column: value for column, value in columns.items() if value is not None}
        condition, among = self._among()
        where = " AND ".join(f"{column} = +({KEY})" for column in given) + condition
        sql = f"SELECT * FROM figure WHERE {where} ORDER BY key"  # noqa: S608 - columns of our own
        found = self._unpacked([Figure._make(row) for row in self._file.rows(sql, *given.values(), *among)])
        self._keep(asked, found)
        return found

    def _unpacked(self, figures: Sequence[Figure]) -> tuple[Observation, ...]:
        shared = self._file.shared({figure.shared for figure in figures})
        keys = {key for row in shared.values() for key in row}
        names = self._file.names(keys.union(*(unpacking.named(figure) for figure in figures)))
        return tuple(unpacking.observation(figure, shared[figure.shared], names) for figure in figures)

    def _keep(self, asked: Asked, found: tuple[Observation, ...]) -> None:
        """Remember what was found, within the number of figures that may be kept; that nothing was counts as one."""
        counted = max(len(found), 1)
        if counted > MOST_FIGURES_KEPT // 4:
            return
        if self._figures_kept + counted > MOST_FIGURES_KEPT:
            self._figures, self._figures_kept = {}, 0
        self._figures[asked] = found
        self._figures_kept += counted


def _all_of(figures: Iterable[Observation | None]) -> tuple[Observation, ...]:
    """The figures, or none of them where one is missing."""
    found: list[Observation] = []
    for figure in figures:
        if figure is None:
            return ()
        found.append(figure)
    return tuple(found)
