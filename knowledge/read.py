"""Folders of knowledge text into records. Nothing stops at the first problem: every file is read to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from knowledge import records, yamltext
from knowledge.cells import breakdown, identifier
from knowledge.csvtext import read_csv
from knowledge.files import TextFile, load
from knowledge.manifest import ReleaseText
from knowledge.model import Break, Indicator, Observation, Phrase, Place, Source, Speaker
from knowledge.phrases import expand
from knowledge.problem import Fault, Problem, shown
from knowledge.records import Entry, KnowledgeText, Wording
from knowledge.release import Release, Series
from knowledge.schema import (
    ALL,
    BreakdownText,
    BreakText,
    IndicatorText,
    LanguageText,
    ObservationRow,
    PlaceRow,
    SourceRow,
    SpeakerRow,
)
from knowledge.shaping import Steps, named, shaped
from knowledge.snapshot import snapshot
from knowledge.words import spelling

Shape = TypeVar("Shape", bound=BaseModel)
LineOf = Callable[[Steps], int]
BREAKDOWNS = "breakdowns"


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    indicators: list[Entry[Indicator]] = field(default_factory=list)
    places: list[Entry[Place]] = field(default_factory=list)
    sources: list[Entry[Source]] = field(default_factory=list)
    speakers: list[Entry[Speaker]] = field(default_factory=list)
    breaks: list[Entry[Break]] = field(default_factory=list)
    observations: list[Entry[Observation]] = field(default_factory=list)
    manifests: dict[tuple[int, str], tuple[TextFile, ReleaseText]] = field(default_factory=dict)
    releases: list[Entry[Release]] = field(default_factory=list)
    series: list[Entry[Series]] = field(default_factory=list)
    phrases: list[Wording] = field(default_factory=list)
    breakdowns: dict[str, str] = field(default_factory=dict)
    collections: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(folders: Sequence[Path]) -> tuple[KnowledgeText, list[Problem]]:
    """The records of the folders, the bundled one first, and the problems of their text."""
    files, problems = load(folders)
    text, more = read_files(files)
    return text, sorted(problems + more)


def read_files(files: Iterable[TextFile]) -> tuple[KnowledgeText, list[Problem]]:
    """The records of files that are already loaded, and the problems of their text."""
    reading = _Reading()
    order = list(_READERS)
    for file in sorted(files, key=lambda f: (order.index(f.kind), f.folder, f.relative)):
        if _well_named(reading, file):
            _READERS[file.kind](reading, file)
    _unmatched(reading)
    return _gathered(reading), sorted(reading.problems)


def _gathered(reading: _Reading) -> KnowledgeText:
    every = tuple(entry.record.id for entry in reading.indicators)
    breaks = [
        replace(entry, record=replace(entry.record, indicators=every)) if entry.record.indicators == (ALL,) else entry
        for entry in reading.breaks
    ]
    return KnowledgeText(
        indicators=tuple(reading.indicators),
        places=tuple(reading.places),
        sources=tuple(reading.sources),
        speakers=tuple(reading.speakers),
        breaks=tuple(breaks),
        observations=tuple(reading.observations),
        releases=tuple(reading.releases),
        series=tuple(reading.series),
        phrases=tuple(reading.phrases),
        breakdowns=reading.breakdowns,
        collections=tuple(dict.fromkeys(reading.collections)),
    )


def _well_named(reading: _Reading, file: TextFile) -> bool:
    """Whether the file's name is made of ids; slots may have underscores."""
    try:
        for part in file.name.split("/"):
            identifier(part.replace("_", "-") if file.kind == "language" else part)
    except Fault as fault:
        reading.problems.append(fault.at(file.file, 1, "file name"))
        return False
    return True


def _tree(reading: _Reading, file: TextFile) -> yamltext.Mapping | None:
    tree, problems = yamltext.read_yaml(file.data, file.file)
    reading.problems += problems
    if isinstance(tree, yamltext.Mapping):
        return tree
    if not problems:
        what = "the file is empty" if tree is None else "the file is no mapping"
        reading.problems.append(Problem(file.file, 1, "file", what, "Write 'key: value', one a line"))
    return None


def _yaml(reading: _Reading, file: TextFile, model: type[Shape]) -> tuple[Shape, yamltext.Mapping] | None:
    if (tree := _tree(reading, file)) is None:
        return None
    written = {key: yamltext.plain(node) for key, node in tree.entries.items()}
    shape, problems = shaped(model, written, file.file, partial(yamltext.line_of, tree))
    reading.problems += problems
    return (shape, tree) if shape else None


def _rows(reading: _Reading, file: TextFile, model: type[Shape]) -> Iterator[tuple[Shape, int]]:
    """The sound rows of a CSV file, each with its line."""
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    rows, problems = read_csv(file.data, file.file, list(model.model_fields), needed)
    reading.problems += problems
    for row in rows:
        shape, faults = shaped(model, row.cells, file.file, _always(row.line))
        reading.problems += faults
        if shape:
            yield shape, row.line


def _indicator(reading: _Reading, file: TextFile) -> None:
    if found := _yaml(reading, file, IndicatorText):
        shape, tree = found
        record = records.indicator(file.name, shape)
        reading.indicators.append(Entry(record, file.file, 1, tree.lines))
        line_of = partial(yamltext.line_of, tree)
        _words(reading, file, ("indicator", record.id), filter(None, [spelling(shape.label)]), ("label",), line_of)
        _words(reading, file, ("indicator", record.id), shape.phrases, ("phrases",), line_of)
        _words(reading, file, ("context", record.id), shape.context, ("context",), line_of)


def _break(reading: _Reading, file: TextFile) -> None:
    if found := _yaml(reading, file, BreakText):
        shape, tree = found
        reading.breaks.append(Entry(records.pause(file.name, shape), file.file, 1, tree.lines))


def _language(reading: _Reading, file: TextFile) -> None:
    if (tree := _tree(reading, file)) is None:
        return
    line_of = partial(yamltext.line_of, tree)
    for value, node in tree.entries.items():
        if file.name == BREAKDOWNS:
            _breakdown(reading, file, value, yamltext.plain(node), line_of)
        else:
            shape, problems = shaped(LanguageText, {value: yamltext.plain(node)}, file.file, line_of)
            reading.problems += problems
            _words(reading, file, (file.name, value), shape.root.get(value, ()) if shape else (), (value,), line_of)


def _breakdown(reading: _Reading, file: TextFile, value: str, written: object, line_of: LineOf) -> None:
    """One value of `breakdowns.yaml`: a list of patterns, or a label and a list of patterns."""
    try:
        ((dimension, part),) = breakdown(value)
    except ValueError as error:
        fault = (
            error if isinstance(error, Fault) else Fault(f"{shown(value)} is not one breakdown", "Write weapon=knife")
        )
        reading.problems.append(fault.at(file.file, line_of((value,)), value))
        return
    labelled = written if isinstance(written, dict) else {"phrases": written}
    whole = {"label": records.breakdown_label(dimension, part), **labelled}
    shape, problems = shaped(BreakdownText, whole, file.file, line_of, (value,))
    reading.problems += problems
    if shape:
        reading.breakdowns[value] = shape.label
        path = (value, "phrases") if labelled is written else (value,)
        _words(reading, file, (BREAKDOWNS, value), filter(None, [spelling(shape.label)]), (value, "label"), line_of)
        _words(reading, file, (BREAKDOWNS, value), shape.phrases, path, line_of)


def _places(reading: _Reading, file: TextFile) -> None:
    for shape, line in _rows(reading, file, PlaceRow):
        reading.places.append(Entry(records.place(shape), file.file, line))
        patterns = shape.aliases or tuple(filter(None, [spelling(shape.label)]))
        _words(reading, file, ("place", shape.id), patterns, ("aliases",), _always(line))


def _speakers(reading: _Reading, file: TextFile) -> None:
    for shape, line in _rows(reading, file, SpeakerRow):
        reading.speakers.append(Entry(records.speaker(shape), file.file, line))
        _words(reading, file, ("speaker", shape.id), shape.phrases, ("phrases",), _always(line))


def _sources(reading: _Reading, file: TextFile) -> None:
    for shape, line in _rows(reading, file, SourceRow):
        reading.sources.append(Entry(records.source(shape), file.file, line))


def _observations(reading: _Reading, file: TextFile) -> None:
    collection, _, name = file.name.partition("/")
    reading.collections.append(collection)
    units = next((dict(e.record.units) for e in reading.indicators if e.record.id == name), {})
    for shape, line in _rows(reading, file, ObservationRow):
        reading.observations.append(Entry(records.observation(collection, name, shape, units), file.file, line))


def _release(reading: _Reading, file: TextFile) -> None:
    if found := _yaml(reading, file, ReleaseText):
        reading.manifests[file.folder, file.name] = (file, found[0])


def _snapshot(reading: _Reading, file: TextFile) -> None:
    """The rows of a release, whose manifest has been read; a release is a source of its own."""
    manifest, shape = reading.manifests.pop((file.folder, file.name), (None, None))
    if manifest is None or shape is None:
        what, remedy = "there is no sound manifest beside it", f"Import the release again, or write {file.name}.yaml"
        reading.problems.append(Problem(file.file, 1, "file", what, remedy))
        return
    found, problems = snapshot(file.name, shape, file)
    reading.problems += problems
    if found:
        reading.collections.append(found.release.collection)
        reading.releases.append(Entry(found.release, manifest.file, 1))
        reading.sources.append(Entry(found.release.source(), manifest.file, 1))
        reading.series += [Entry(s, file.file, line) for s, line in zip(found.series, found.lines, strict=True)]


def _unmatched(reading: _Reading) -> None:
    for manifest, _ in reading.manifests.values():
        what = "there is no CSV file beside it"
        reading.problems.append(Problem(manifest.file, 1, "file", what, "Import the release again, or take it away"))


def _always(line: int) -> LineOf:
    return lambda _: line


def _words(
    reading: _Reading, file: TextFile, meaning: tuple[str, str], patterns: Iterable[str], path: Steps, line_of: LineOf
) -> None:
    """The phrases of the patterns at `path`, for the slot and value of `meaning`."""
    for number, pattern in enumerate(patterns):
        where, line = named((*path, number)), line_of((*path, number))
        try:
            phrases = expand(pattern)
        except Fault as fault:
            reading.problems.append(fault.at(file.file, line, where))
        else:
            reading.phrases += [Wording(Phrase(words, *meaning), file.file, line, where) for words in phrases]


_READERS: Mapping[str, Callable[[_Reading, TextFile], None]] = {
    "indicator": _indicator,
    "places": _places,
    "sources": _sources,
    "speakers": _speakers,
    "language": _language,
    "break": _break,
    "observations": _observations,
    "release": _release,
    "snapshot": _snapshot,
}
