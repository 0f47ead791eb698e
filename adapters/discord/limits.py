"""What Discord takes, and how a text is made to fit. Sizes are characters unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# Of a message with a card: all its texts together, and all its components.
CARD = 4000
COMPONENTS = 40
# Of a message of plain text.
CONTENT = 2000
# What one page of a card holds: as much as can be taken in.
CARD_PAGE = 3000
# A line that stands on every page; what numbers the page; what boxes a text, and makes its heading bold.
LONGEST_LINE = 700
# Of a table under a picture.
ROWS = 36
PAGE_NUMBER = 30
BOX = 16

LABEL = 80
# What a picture says to those who hear it.
ALT = 1024
CUSTOM_ID = 100
CHOICE = 100
MOST_CHOICES = 25
IN_A_ROW = 5
REASON = 300
QUESTION = 400
# An interaction must be acknowledged within 3 seconds, and can be answered for a quarter of an hour.
TOKEN_SECONDS = 15 * 60
# So long after, one that Discord does not know may still be on its way to being acknowledged.
OPENING_SECONDS = 10.0
# What may be waited for before the acknowledgement: something to look up, a row to be committed.
LOOK_SECONDS, TAKE_SECONDS = 0.5, 1.8
# After so long nothing is kept of a question: whatever is done to its message does not concern us.
KEPT_SECONDS = 25 * 60 * 60
# Our own messages that one read-back looks through.
READ_BACK = 100

ELLIPSIS = "…"
ESCAPE = "\\"


def cut(text: str, most: int) -> str:
    """The text, or its beginning up to a whole word, with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at = head.rfind(" ")
    return f"{(head[:at] if at > most // 2 else head).rstrip(ESCAPE)}{ELLIPSIS}"


def pages(lines: Iterable[str], most: int, rows: int | None = None) -> tuple[tuple[str, ...], ...]:
    """The lines on pages of at most so many characters, and rows; a line that is longer goes on over several."""
    found: list[list[str]] = [[]]
    left = most
    for line in _split(lines, most):
        if found[-1] and (len(line) + 1 > left or len(found[-1]) == rows):
            found.append([])
            left = most
        found[-1].append(line)
        left -= len(line) + 1
    return tuple(map(tuple, found))


def _split(lines: Iterable[str], most: int) -> Iterator[str]:
    for line in lines:
        rest = line
        while len(rest) > most:
            at = rest.rfind(" ", most // 2, most)
            stop = at if at > 0 else most
            # What is escaped stays with its backslash.
            stop -= rest[stop - 1] == ESCAPE
            yield rest[:stop]
            rest = rest[stop:].lstrip()
        yield rest
