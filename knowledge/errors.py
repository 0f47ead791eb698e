"""Exceptions of the knowledge package.

KnowledgeError
├── KnowledgeProblems    the text has faults; carries every Problem found
├── ImportRefused        a publisher's file was not imported, and nothing was written
│   └── ImportsRefused   for several reasons; carries each of them
├── BuildFailed          the text is sound, but the file could not be written
├── NotBuilt             there is no compiled file to open
├── OtherSchema          the file was compiled by another version of Beatbook
├── Damaged              the file is no whole compiled file
└── UnknownCollection    a collection was switched on that the file does not hold

What is not held or not understood is no exception: look-ups answer with None, an empty tuple or a KeyError.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.problem import Problem, sentence


class KnowledgeError(Exception):
    """The knowledge cannot be used: what is wrong, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{sentence(self.what)} {sentence(self.remedy)}"


class KnowledgeProblems(KnowledgeError):
    """Faults in the text; `problems` holds them all, in the order of files and lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{len(self.problems)} problem{'s' * (len(self.problems) != 1)} in the knowledge text",
            "Mend them; until then the last good build stays in use",
        )

    def __reduce__(self) -> tuple[type[KnowledgeProblems], tuple[Sequence[Problem]]]:
        return (KnowledgeProblems, (self.problems,))


class ImportRefused(KnowledgeError):
    """A publisher's file is not what its dataset should be; nothing was written."""


class ImportsRefused(ImportRefused):
    """Several reasons to refuse, each on a line of its own; `reasons` holds them."""

    def __init__(self, reasons: Sequence[ImportRefused]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(f"{len(self.reasons)} reasons not to import", "Mend them all; nothing was written")

    def __str__(self) -> str:
        return "\n".join(map(str, self.reasons))

    def __reduce__(self) -> tuple[type[ImportsRefused], tuple[Sequence[ImportRefused]]]:
        return (ImportsRefused, (self.reasons,))


class BuildFailed(KnowledgeError):
    """The compiled file could not be written; the last good one stays in use."""


class NotBuilt(KnowledgeError):
    """There is no compiled file."""


class OtherSchema(KnowledgeError):
    """The compiled file has the tables of another version."""


class Damaged(KnowledgeError):
    """The compiled file is cut short, altered, or no compiled file at all."""


class UnknownCollection(KnowledgeError):
    """A collection was asked for that the file does not hold."""

    def __init__(self, unknown: Iterable[str], known: Iterable[str]) -> None:
        self.unknown = tuple(unknown)
        self.known = tuple(known)
        super().__init__(
            f"Unknown collection: {', '.join(self.unknown)}", f"Choose from: {', '.join(self.known) or 'none is held'}"
        )

    def __reduce__(self) -> tuple[type[UnknownCollection], tuple[tuple[str, ...], tuple[str, ...]]]:
        return (UnknownCollection, (self.unknown, self.known))
