"""YAML as the knowledge uses it: mappings, lists and strings, and nothing that surprises.

Every plain value stays the text that was written (`on`, `no`, `1.10`, `2025-03-31`). Anchors, aliases, tags, several
documents and duplicate keys are problems, and so is nesting deeper than 20. The tree is made from the parser's events,
with a stack of our own: PyYAML's composer calls itself, and a file of brackets would end the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from knowledge.problem import Problem, shown
from knowledge.textfile import LARGEST_YAML, LineFault, decoded

DEEPEST = 20

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, and the line on which it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: list[Node]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping in the order written; `lines` has the line of each key."""

    entries: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Scalar | Listing | Mapping


@dataclass(slots=True)
class _Tree:
    """The tree as it grows: what is open, and the key that waits for a value in each open mapping."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    open: list[Listing | Mapping] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    root: Node | None = None

    def problem(self, line: int, what: str, remedy: str, at: str = "") -> None:
        field_ = at or ".".join(k.text for k in self.keys if k) or "file"
        self.problems.append(Problem(self.file, line, field_, what, remedy))


class _Stop(Exception):
    """Reading cannot go on; the problem is noted."""


def read_yaml(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a YAML file and its problems; None where nothing can be made of it."""
    tree = _Tree(file)
    try:
        for event in _events(decoded(data, LARGEST_YAML)):
            _grow(tree, event)
    except LineFault as fault:
        return None, [*tree.problems, fault.at(file, fault.line, "file")]
    except _Stop:
        return None, tree.problems
    return tree.root, tree.problems


def plain(node: Node) -> object:
    """The tree as str, list and dict."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def line_of(node: Node, path: tuple[str | int, ...]) -> int:
    """The line of what stands at `path`, or of the nearest thing around it."""
    line = node.line
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            line, node = node.lines[step], node.entries[step]
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            line = node.line
        else:
            break
    return line


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise LineFault(
            mark.line + 1 if mark else 1,
            f"this is not YAML: {error.problem or error.context}",
            "Check indentation, quotes and colons; put text with ': ' or '#' in quotes",
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
        raise LineFault(line, f"a character cannot be read: {error.reason}", "Remove it") from None


def _grow(tree: _Tree, event: yaml.Event) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    match event:
        case yaml.DocumentStartEvent() if tree.root is not None:
            tree.problem(line, "a second document begins with '---'", "Use one file for each", at="file")
            raise _Stop
        case yaml.AliasEvent():
            tree.problem(line, f"'*{event.anchor}' refers to another place", "Write the value out")
            _add(tree, Scalar("", line))
        case yaml.ScalarEvent():
            _check_plainness(tree, event, line)
            _add(tree, Scalar(event.value, line))
        case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
            _check_plainness(tree, event, line)
            _begin(tree, Listing([], line) if isinstance(event, yaml.SequenceStartEvent) else Mapping({}, {}, line))
        case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
            tree.open.pop()
            tree.keys.pop()


def _check_plainness(tree: _Tree, event: yaml.NodeEvent, line: int) -> None:
    if event.anchor:
        tree.problem(line, f"'&{event.anchor}' is an anchor", "Write the value out where it is needed")
    tag = getattr(event, "tag", None)
    if tag:
        tree.problem(line, f"{shown(str(tag))} is a tag", "Remove it: every value is text")


def _begin(tree: _Tree, node: Listing | Mapping) -> None:
    if len(tree.open) >= DEEPEST:
        tree.problem(node.line, f"lists and mappings are nested more than {DEEPEST} deep", "Nest less")
        raise _Stop
    _add(tree, node)
    tree.open.append(node)
    tree.keys.append(None)


def _add(tree: _Tree, node: Node) -> None:
    """The node into what is open; a first node in a mapping is its key, the next one the key's value."""
    parent = tree.open[-1] if tree.open else None
    if parent is None:
        tree.root = node
    elif isinstance(parent, Listing):
        parent.items.append(node)
    elif (key := tree.keys[-1]) is None:
        tree.keys[-1] = _key(tree, node)
    else:
        tree.keys[-1] = None
        if key.text in parent.entries:
            what = f"the key stands on line {parent.lines[key.text]} already"
            tree.problem(key.line, what, "Keep one of the two", at=key.text or "file")
        else:
            parent.entries[key.text] = node
            parent.lines[key.text] = key.line


def _key(tree: _Tree, node: Node) -> Scalar:
    if isinstance(node, Scalar):
        return node
    tree.problem(node.line, "a list or mapping is used as a key", "Write a plain key and a colon")
    raise _Stop
