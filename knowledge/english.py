"""Correctly spelt English words, from the frequency list of the distribution `pyspellchecker`; at build time only."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from knowledge.british import RULES, british
from knowledge.errors import BuildFailed

DISTRIBUTION = "pyspellchecker"
_LIST = "spellchecker/resources/en.json.gz"
_WORD = re.compile(r"[a-z]+")

# The list counts words in film subtitles. Its makers keep a word below 50 only if a word list vouches for it, and give
# it 50 then; what is rarer still, in a later release, would be slips of the pen. Rare words are kept on purpose: a word
# that is kept is never "repaired" into one of ours, so the worst that follows is a question asked back, while a word
# left out ("vesicles" read as "vehicles") may become a wrong figure. Slips on the way to our own words, such as londn,
# homocide, robery or polce, are not in the list at any frequency; a test holds that.
LEAST_FREQUENCY = 50


def version() -> str:
    """The name and version of the word list and of our rules for it, for the content hash."""
    try:
        return f"{DISTRIBUTION} {distribution(DISTRIBUTION).version}, rules {RULES}"
    except PackageNotFoundError as error:
        raise _not_installed() from error


@cache
def words() -> tuple[str, ...]:
    """The words as questions have them, American and British: small letters, no marks, no apostrophes; sorted."""
    # Read as a file of the distribution: importing the package would load its spell checker.
    path = distribution(DISTRIBUTION).locate_file(_LIST)
    try:
        with gzip.open(str(path), "rt", encoding="utf-8") as stream:
            frequencies: dict[str, int] = json.load(stream)
    except OSError as error:
        raise _not_installed() from error
    common = {_unmarked(word) for word, frequency in frequencies.items() if frequency >= LEAST_FREQUENCY}
    plain = {word for word in common if _WORD.fullmatch(word)}
    return tuple(sorted(plain.union(british(plain))))


def _unmarked(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _not_installed() -> BuildFailed:
    return BuildFailed("The English word list is not there", f"Install {DISTRIBUTION}")
