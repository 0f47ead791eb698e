"""British spellings of American words: the word list of `knowledge.english` has colors and organizations only.

The rules need not be exact. A spelling too many stops a repair that hardly anybody needs; a British word too few may
have a correctly typed question "repaired" into another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# Raised whenever a rule changes: it is part of what a compiled file is named by.
RULES = 1

_OUR = re.compile(
    r"((?:\w*(?:demean|endeav|neighb|behavi|splend)|(?:dis|un|en|mis)?(?:arm|cand|clam|col|fav|ferv|flav|glam|harb|hon"
    r"|hum|lab|od|parl|rig|rum|savi|sav|tum|val|vap|vig)))or(s|ed|ing|er|ers|ful|less|able|ably|ite|ites|hood|hoods|ly|al|y)?"
)
_ISE = re.compile(r"(\w{3,})iz(e|ed|es|er|ers|ing|ation|ations|ational)")
_YSE = re.compile(r"(\w{2,})yz(e|ed|es|er|ers|ing)")
_ENCE = re.compile(r"(off|def|pret|lic)ense(s|less)?")
_RE = re.compile(r"((?:\w+met)|met|cent|epicent|theat|lit|fib|calib|sab|somb|spect|lust|meag)er(s|ed)?")
_LL = re.compile(
    r"(\w*(?:travel|cancel|label|model|fuel|level|signal|counsel|marvel|quarrel|jewel))(ed|ing|er|ers|or|ors|ous)"
)
# Letters that a word must have for a rule to be worth trying, the rule, and the British spelling.
_RULES: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("or", _OUR, lambda found: f"{found[1]}our{found[2] or ''}"),
    ("iz", _ISE, lambda found: f"{found[1]}is{found[2]}"),
    ("yz", _YSE, lambda found: f"{found[1]}ys{found[2]}"),
    ("ense", _ENCE, lambda found: f"{found[1]}ence{found[2] or ''}"),
    ("er", _RE, lambda found: f"{found[1]}re{found[2][-1] if found[2] else ''}"),
    ("el", _LL, lambda found: f"{found[1]}l{found[2]}"),
)
_OTHERS = {
    "aluminum": "aluminium",
    "check": "cheque",
    "curb": "kerb",
    "draft": "draught",
    "dreamed": "dreamt",
    "esthetic": "aesthetic",
    "fulfill": "fulfil",
    "gray": "grey",
    "jewelry": "jewellery",
    "maneuver": "manoeuvre",
    "math": "maths",
    "mold": "mould",
    "mom": "mum",
    "pajamas": "pyjamas",
    "pediatric": "paediatric",
    "plow": "plough",
    "program": "programme",
    "skeptic": "sceptic",
    "skeptical": "sceptical",
    "tire": "tyre",
    "woolen": "woollen",
}


def british(words: Iterable[str]) -> Iterator[str]:
    """The British spellings of those of the words that have one of their own."""
    for word in words:
        for part, rule, spelt in _RULES:
            if part in word and (found := rule.fullmatch(word)):
                yield spelt(found)
        if other := _OTHERS.get(word):
            yield from (other, f"{other}s")
