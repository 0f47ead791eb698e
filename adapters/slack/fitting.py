"""Texts made to fit: cut between words, packed into paragraphs, what matters most kept."""

from __future__ import annotations

from collections.abc import Iterable

MORE = "…"


def cut(text: str, most: int) -> str:
    """The text in at most so many characters, between words where one is near, with a mark where it was cut."""
    if len(text) <= most:
        return text
    room = text[: most - len(MORE)]
    words = room.rsplit(None, 1)[0] if " " in room[-30:] else room
    return _without_half_an_entity(words).rstrip() + MORE


def _without_half_an_entity(text: str) -> str:
    """An escaped letter is not cut in two."""
    begun = text.rfind("&", max(len(text) - 5, 0))
    return text[:begun] if begun >= 0 and ";" not in text[begun:] else text


def fitted(kept: Iterable[str], more: Iterable[str], most: int) -> str:
    """All lines that must be kept, and of the others as many as there is room for, in their order."""
    lines = list(kept)
    room = most - sum(len(line) + 1 for line in lines)
    for line in more:
        if len(line) + 1 > room:
            break
        lines.append(line)
        room -= len(line) + 1
    return cut("\n".join(lines), most)


def packed(lines: Iterable[str], most: int) -> list[str]:
    """Lines joined to paragraphs of at most so many characters; a line that is too long is cut."""
    packs: list[str] = []
    for line in (cut(line, most) for line in lines if line.strip()):
        if packs and len(packs[-1]) + 1 + len(line) <= most:
            packs[-1] += f"\n{line}"
        else:
            packs.append(line)
    return packs
