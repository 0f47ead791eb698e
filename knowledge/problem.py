"""A fault in the knowledge text: where it stands, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST_QUOTE = 60
MOST_NAMED = 8


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault, for an editor: `remedy` says what to write instead. `line` counts from 1."""

    file: str
    line: int
    field: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: {self.field}"
        return seen(f"{place}: {sentence(self.what)} {sentence(self.remedy)}")


class Fault(ValueError):
    """What is wrong with one value, before it is known where the value stands."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{sentence(self.what)} {sentence(self.remedy)}"

    def at(self, file: str, line: int, field: str) -> Problem:
        """The fault as a problem of a place in the text."""
        return Problem(file, line, field, self.what, self.remedy)


def shown(text: str) -> str:
    """Text of a file in quotes, on one line, cut to a readable length and without unseen characters."""
    cut = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    quote = '"' if "'" in cut else "'"
    return f"{quote}{seen(cut)}{quote}"


def seen(text: str) -> str:
    """The text on one line, a dot for every character that cannot be seen."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "·" for c in text)


def did_you_mean(word: str, known: Collection[str], otherwise: str = "") -> str:
    """A remedy for an unknown name: the nearest known one and what else to do, or the known ones."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?" + (f" If not, {otherwise}" if otherwise else "")
    return otherwise[:1].upper() + otherwise[1:] if otherwise else f"Known are: {_some(sorted(known))}"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "?", "!")) else text + "."


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return (", ".join(names[:MOST_NAMED]) or "none yet") + (f" and {more} more" if more > 0 else "")
