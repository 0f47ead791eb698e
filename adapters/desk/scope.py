"""What a question is read within."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The id of the place meant where a question names none ("" is London); the collections to keep to (() is all)."""

    place: str = ""
    collections: tuple[str, ...] = ()
    # Those of one team wait for each other, and take turns with other teams.
    team: str = ""


EVERYTHING = Scope()
