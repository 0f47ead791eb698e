"""Texts that a spreadsheet takes as text, and how they are had back exactly."""

from __future__ import annotations

import re

# What a spreadsheet may take for the beginning of a formula, also in full width and behind spaces.
_DANGEROUS = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?")
# No XML can hold these, and no text of the knowledge does.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MARK = "'"


def writable(text: str) -> str:
    """The text with spaces in the place of control characters; line ends become one kind."""
    return _UNWRITABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def guarded(text: str) -> str:
    """The text with an apostrophe before what might begin a formula, or before an apostrophe of its own."""
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    return MARK + text if text.startswith(MARK) or _DANGEROUS.match(text) else text


def bare(text: str) -> str:
    """A guarded text as it was."""
    return text.removeprefix(MARK)
