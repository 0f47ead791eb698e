"""The pattern language of phrases: `[optional]`, `(one|another)`, nested, and attached as in `murder[s]`.

`expand("(murder|killing)[s] solved")` gives the word tuples "murder solved", "murders solved", "killing solved" and
"killings solved". Patterns are written in the words of a normalised question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod

from knowledge.problem import Fault, shown
from knowledge.words import MOST_WORDS, spelling, unmarked

MOST_PHRASES = 2_000
MOST_CHARACTERS = 2_000
DEEPEST = 20

_STRANGE = re.compile(r"[^a-z0-9%£ ()\[\]|]")
_NOT_WRITTEN = re.compile(r"[^a-z0-9%£ ()\[\]|]+")
_PIECES = re.compile(r"[^()\[\]|]+|[()\[\]|]")
_CLOSING = {"(": ")", "[": "]"}

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Alternatives in brackets; each is a row of pieces. What is optional has the empty row among them."""

    alternatives: tuple[_Row, ...]


_Row = tuple["str | _Group", ...]


def expand(pattern: str) -> tuple[Words, ...]:
    """Every phrase of the pattern, in the order written, each once. Raises Fault with the remedy."""
    _check_characters(pattern)
    row = _parsed(pattern)
    if _number(row) > MOST_PHRASES:
        raise Fault(
            f"the pattern {shown(pattern)} stands for more than {MOST_PHRASES:,} phrases",
            "Split it into several shorter patterns",
        )
    phrases = tuple(dict.fromkeys(tuple(text.split()) for text in _texts(row)))
    for words in phrases:
        _check_words(words, pattern)
    return phrases


def _check_characters(pattern: str) -> None:
    if len(pattern) > MOST_CHARACTERS:
        raise Fault(f"the pattern has {len(pattern):,} characters", f"Keep a pattern under {MOST_CHARACTERS:,}")
    if not pattern.strip():
        raise Fault("the pattern is empty", "Write the words, or remove the line")
    if found := _STRANGE.search(pattern):
        raise Fault(
            f"the pattern {shown(pattern)} has {shown(found[0])}, which no normalised question has",
            f"Write {shown(_as_read(pattern))}",
        )


def _as_read(pattern: str) -> str:
    """The pattern in characters that a pattern may have, its brackets kept."""
    text = re.sub(r"\bper cent\b", "%", unmarked(pattern).replace("&", " and "))
    return " ".join(_NOT_WRITTEN.sub(" ", text).split())


def _check_words(words: Words, pattern: str) -> None:
    if not words:
        raise Fault(f"the pattern {shown(pattern)} may stand for no words at all", "Leave a word outside the brackets")
    if len(words) > MOST_WORDS:
        raise Fault(f"the pattern {shown(pattern)} has a phrase of {len(words)} words", f"Use at most {MOST_WORDS}")
    text = " ".join(words)
    # Word by word is enough, and quick; of all rules of spelling only "per cent" joins two.
    if all(spelling(word) == word for word in words) and "per cent" not in text:
        return
    if (read := spelling(text)) != text:
        raise Fault(f"a question with {shown(text)} is read as {shown(read)}", f"Write {shown(read)} in the pattern")


def _parsed(pattern: str) -> _Row:
    pieces = _PIECES.findall(pattern)
    row, stop = _row(pieces, 0, pattern, 0)
    if stop < len(pieces):
        if pieces[stop] == "|":
            raise Fault(f"the pattern {shown(pattern)} has '|' outside brackets", "Put the alternatives in ( )")
        raise Fault(f"the pattern {shown(pattern)} has '{pieces[stop]}' that nothing opens", "Balance the brackets")
    return row


def _row(pieces: list[str], start: int, pattern: str, depth: int) -> tuple[_Row, int]:
    """The pieces from `start` up to what ends their row, and where that stands."""
    if depth > DEEPEST:
        raise Fault(f"the pattern {shown(pattern)} is nested too deeply", f"Nest at most {DEEPEST} brackets")
    row: list[str | _Group] = []
    at = start
    while at < len(pieces) and pieces[at] not in "|)]":
        if pieces[at] in _CLOSING:
            group, at = _group(pieces, at, pattern, depth)
            row.append(group)
        else:
            row.append(pieces[at])
            at += 1
    return tuple(row), at


def _group(pieces: list[str], start: int, pattern: str, depth: int) -> tuple[_Group, int]:
    """The bracket that opens at `start`, and where its row goes on."""
    closing = _CLOSING[pieces[start]]
    alternatives: list[_Row] = [()] if closing == "]" else []
    at = start
    while at == start or (at < len(pieces) and pieces[at] == "|"):
        row, at = _row(pieces, at + 1, pattern, depth + 1)
        alternatives.append(row)
    if at >= len(pieces) or pieces[at] != closing:
        raise Fault(f"the pattern {shown(pattern)} has '{pieces[start]}' that nothing closes", "Balance the brackets")
    if not any(alternatives):
        raise Fault(f"the pattern {shown(pattern)} has empty brackets", "Write the words, or remove them")
    return _Group(tuple(alternatives)), at + 1


def _number(row: _Row) -> int:
    return prod(sum(map(_number, piece.alternatives)) for piece in row if isinstance(piece, _Group))


def _texts(row: _Row) -> list[str]:
    choices = [[p] if isinstance(p, str) else [text for a in p.alternatives for text in _texts(a)] for p in row]
    return ["".join(choice) for choice in product(*choices)]
