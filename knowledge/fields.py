"""The editors' page on the fields of the knowledge text, written from the shapes in `knowledge.schema`."""

from __future__ import annotations

import inspect
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from knowledge.manifest import CountedText, ReleaseFileText, ReleaseText
from knowledge.phrases import MOST_PHRASES
from knowledge.schema import (
    BreakdownText,
    BreakText,
    IndicatorText,
    LanguageText,
    ObservationRow,
    PlaceRow,
    PublisherText,
    SourceRow,
    SpeakerRow,
)

_SHAPES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("An indicator", IndicatorText),
    ("A publisher of an indicator", PublisherText),
    ("A figure", ObservationRow),
    ("An imported release", ReleaseText),
    ("A file of a release", ReleaseFileText),
    ("What a release counts", CountedText),
    ("A source", SourceRow),
    ("A speaker", SpeakerRow),
    ("A place", PlaceRow),
    ("A break", BreakText),
    ("Words of the language", LanguageText),
    ("A breakdown with a label", BreakdownText),
)
_BEGINNING = f"""# The fields of the knowledge text

Written from `knowledge/schema.py` and `knowledge/manifest.py`; do not edit here.
Every value is text. What is left empty counts as not written.
Ids are small letters, digits and single hyphens, at most 64 characters. Dates are written 2025-03-31.

A phrase pattern has small letters, digits, %, £ and spaces: `[optional]`, `(one|another)`, nested, and attached as in
`murder[s]` or `(murder|killing)[s]`; at most {MOST_PHRASES:,} phrases each. Hyphens become
spaces, a possessive 's goes.
"""


def fields_page() -> str:
    """The page in Markdown."""
    return "\n".join([_BEGINNING, *(_section(title, shape) for title, shape in _SHAPES)])


def _section(title: str, shape: type[BaseModel]) -> str:
    rows = [_row(name, info) for name, info in shape.model_fields.items() if name != "root"]
    table = ["| field | needed | meaning | example |", "| --- | --- | --- | --- |", *rows] if rows else []
    return "\n".join([f"## {title}", "", inspect.cleandoc(shape.__doc__ or ""), "", *table, *[""] * bool(table)])


def _row(name: str, info: FieldInfo) -> str:
    extra = info.json_schema_extra
    needed = "yes" if info.is_required() else extra.get("needed") if isinstance(extra, dict) else "no"
    choices = _choices(info.annotation)
    meaning = (info.description or "") + (f" One of: {', '.join(choices)}." if choices else "")
    example = f"`{info.examples[0]}`" if info.examples else ""
    return f"| `{name}` | {needed} | {_cell(meaning)} | {_cell(example)} |"


def _choices(annotation: Any) -> list[str]:
    """The values of a closed list; empty for any other field."""
    if get_origin(annotation) is Literal:
        return [str(choice) for choice in get_args(annotation)]
    inside = [choice for part in get_args(annotation) if get_origin(part) is Literal for choice in get_args(part)]
    return [str(choice) for choice in inside]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
