"""Records out of the rows of a compiled file. The file was checked when it was built, so nothing is checked again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from knowledge.ids import observation_id
from knowledge.model import Break, Breakdown, Caveat, Indicator, Observation, Place, PlaceId, Publisher, Source, Speaker
from knowledge.period import Period, parse_period
from knowledge.release import Counted, Release, ReleaseFile, Series
from knowledge.tables import NAMED, Figure, SeriesRow, Shared


def indicator(body: str) -> Indicator:
    """An indicator from its JSON."""
    fields = _fields(body)
    units = tuple((measure, unit) for measure, unit in fields["units"])
    publishers = tuple(Publisher(**publisher) for publisher in fields["published_by"])
    return Indicator(**fields | {"units": units, "published_by": publishers})


def place(body: str) -> Place:
    """A place from its JSON."""
    return Place(**_fields(body))


def source(body: str) -> Source:
    """A source from its JSON."""
    return Source(**_fields(body))


def speaker(body: str) -> Speaker:
    """A speaker from its JSON."""
    return Speaker(**_fields(body))


def pause(body: str) -> Break:
    """A break from its JSON."""
    fields = _fields(body)
    return Break(**fields | {"on": date.fromisoformat(fields["on"])})


def label(body: str) -> str:
    """A label from its JSON."""
    return str(json.loads(body))


def release(body: str) -> Release:
    """A release from its JSON."""
    fields = _fields(body)
    files = tuple(ReleaseFile(**file) for file in fields["files"])
    return Release(**fields | {"files": files, "periods": tuple(map(parse_period, fields["periods"]))})


def counted(body: str) -> Counted:
    """What a series counts, from its JSON."""
    fields = _fields(body)
    return Counted(**fields | {"caveats": tuple(Caveat(**caveat) for caveat in fields["caveats"])})


def series(row: SeriesRow, release: Release, counted: Counted) -> Series:
    """A series from its row."""
    return Series(release, counted, PlaceId(row.place), _breakdown(row.breakdown), row.rows, row.cells)


def _fields(body: str) -> dict[str, Any]:
    """The fields of a record, its lists as tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(body).items()}


# The numbers of the names that a figure's own row refers to.
named: Callable[[Figure], tuple[int | None, ...]] = attrgetter(*NAMED)


def observation(figure: Figure, shared: Shared, names: Mapping[int, str]) -> Observation:
    """A figure from its row, the row that it shares, and the names that the two refer to."""
    fields: dict[str, Any] = {
        field: None if key is None else names[key]
        for field, key in (*zip(Shared._fields, shared, strict=True), *zip(NAMED, named(figure), strict=True))
    }
    fields["id"] = observation_id(
        indicator=fields["indicator"],
        measure=fields["measure"],
        place=fields["place"],
        compared_with=fields["compared_with"],
        period=fields["period"],
        breakdown=_breakdown(fields["breakdown"]),
        attributed_to=fields["attributed_to"],
        published=fields["published"],
        variant=fields.pop("variant"),
    )
    fields["value"] = None if figure.value is None else Decimal(figure.value)
    fields["display"] = figure.display
    for field, meant in _MEANT.items():
        fields[field] = meant(fields[field])
    return Observation(**fields)


# Few periods and breakdowns stand on many figures; as records they are shared.
@lru_cache(maxsize=4_096)
def _period(written: str | None) -> Period | None:
    return None if written is None else parse_period(written)


@lru_cache(maxsize=4_096)
def _breakdown(written: str | None) -> Breakdown:
    pairs = (pair.partition("=") for pair in written.split(";")) if written else ()
    return tuple((dimension, value) for dimension, _, value in pairs)


@lru_cache(maxsize=4_096)
def _caveats(written: str | None) -> tuple[Caveat, ...]:
    return tuple(Caveat(kind, text) for kind, text in json.loads(written)) if written else ()


_MEANT: Mapping[str, Callable[[str | None], object]] = {
    "period": _period,
    "baseline": _period,
    "breakdown": _breakdown,
    "caveats": _caveats,
}
