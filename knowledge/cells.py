"""Values of the text, from what was written to what is meant. Every parser raises Fault with the remedy."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import get_args
from urllib.parse import urlsplit

from knowledge.model import Breakdown, Caveat, CaveatKind
from knowledge.period import Period, parse_period
from knowledge.problem import Fault, did_you_mean, shown

DIMENSIONS = (
    "weapon",
    "victim_age",
    "victim_sex",
    "method",
    "offence_subtype",
    "location_type",
    "ethnicity_as_recorded",
    "domestic",
)
CAVEAT_KINDS: tuple[str, ...] = get_args(CaveatKind)
LONGEST_ID = 64
LONGEST_TEXT = 2_000
MOST_REPORTED_WORDS = 8

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_GROUPED = re.compile(r"[-−+]?[£$€]?\s?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?%?", re.ASCII)
_NUMBER_WITHIN = re.compile(r"[-−+]?\s?[£$€]?\s?(\d+(?:\.\d+)?)\s?%?", re.ASCII)
_EXPONENT = re.compile(r"-?\d+(?:\.\d+)?e[+-]?\d+", re.IGNORECASE | re.ASCII)
_NOT_A_VALUE = frozenset(("n/a", "na", "nan", "none", "null", "nil", "unknown", "not held", "tbc", *"-–—?*:", ".."))
_PUBLISHED = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_TURNED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_SPREADSHEET_DAY = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})(?:-(\d\d|\d{4}))?", re.ASCII)
_SPREADSHEET_MONTH = re.compile(r"([A-Z][a-z]{2})-(\d\d)", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMAT = "set the column's format to text"
_AS_PUBLISHED = "and the published form in 'display'"


def text(written: str) -> str:
    """Text for readers: not empty, not endless, nothing unseen."""
    kept = " ".join(written.split())
    if not kept:
        raise Fault("it is empty", "Write it")
    if len(kept) > LONGEST_TEXT:
        raise Fault(f"it has {len(kept):,} characters", f"Keep it under {LONGEST_TEXT:,}")
    if not kept.isprintable():
        raise Fault(f"{shown(kept)} has characters that cannot be seen", "Type it anew")
    return kept


def identifier(written: str) -> str:
    """A kebab-case id."""
    label_id(written)
    if not written:
        raise Fault("it is empty", "Write the id")
    if not _ID.fullmatch(written):
        kebab = re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")[:LONGEST_ID].strip("-")
        raise Fault(
            f"{shown(written)} is no id",
            "Use small letters, digits and single hyphens" + (kebab and f", such as {kebab}"),
        )
    if len(written) > LONGEST_ID:
        raise Fault(f"the id has {len(written)} characters", f"Keep it to {LONGEST_ID}")
    return written


def label_id(written: str) -> str:
    """The row's name in the editors' own lists; any short text that no spreadsheet has altered."""
    if _mangled(written) or _EXPONENT.fullmatch(written):
        raise Fault(f"{shown(written)} is what a spreadsheet makes of an id", f"Write the id; {_FORMAT}")
    return written


def decimal(written: str) -> Decimal:
    """A plain decimal number as published: no groups of thousands, no sign but a minus, no unit."""
    if _DECIMAL.fullmatch(written):
        return Decimal(written)
    if written.lower() in _NOT_A_VALUE:
        raise Fault(f"{shown(written)} is no value", "Leave the cell empty, and say in 'statement' what was published")
    if _GROUPED.fullmatch(written):
        plain = re.sub(r"[^\d.−-]", "", written).replace("−", "-")
        raise Fault(f"{shown(written)} has thousands separators", f"Write {plain} here, {_AS_PUBLISHED}")
    if _EXPONENT.fullmatch(written):
        raise Fault(f"{shown(written)} is a spreadsheet's short form", "Write all its digits")
    if found := _NUMBER_WITHIN.fullmatch(written):
        plain = ("-" if written[0] in "-−" else "") + found[1]
        raise Fault(f"{shown(written)} has more than a number", f"Write {plain} here, {_AS_PUBLISHED}")
    raise Fault(f"{shown(written)} is no number", "Write plain digits, such as 97, -11 or 1.07")


def day(written: str) -> date:
    """A date, as 2025-03-31."""
    if not (found := _PUBLISHED.fullmatch(written)) or not found[3]:
        raise _no_date(written, "2025-03-31")
    return _checked(written, int(found[1]), int(found[2]), int(found[3]))


def published(written: str) -> str:
    """The day or the month of publication: 2025-03-31 or 2025-03."""
    if not (found := _PUBLISHED.fullmatch(written)):
        raise _no_date(written, "2025-03-31, or 2025-03 where only the month is known")
    _checked(written, int(found[1]), int(found[2]), int(found[3] or 1))
    return written


def published_source(written: str) -> str:
    """As `published`; a source may have no more than a year, or nothing."""
    return written if not written or re.fullmatch(r"[12]\d{3}", written) else published(written)


def _checked(written: str, year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise Fault(f"there is no day {shown(written)}", "Check the year, the month and the day") from None


def _no_date(written: str, form: str) -> Fault:
    if found := _TURNED.fullmatch(written):
        first, second, year = int(found[1]), int(found[2]), found[3]
        day_of_month, month = (second, first) if second > 12 else (first, second)
        return Fault(f"{shown(written)} is a date turned about", f"Write {year}-{month:02}-{day_of_month:02}")
    if _mangled(written):
        return Fault(f"{shown(written)} is a spreadsheet's date", f"Write {_unmangled(written) or form}; {_FORMAT}")
    return Fault(f"{shown(written)} is no date", f"Write it as {form}")


def _mangled(written: str) -> bool:
    return bool(_SPREADSHEET_DAY.fullmatch(written) or _SPREADSHEET_MONTH.fullmatch(written))


def _unmangled(written: str) -> str:
    """Jan-26 as 2026-01; empty where the year cannot be told."""
    month, _, year = written.partition("-")
    return f"20{year}-{_MONTHS.index(month) + 1:02}" if month in _MONTHS else ""


def period(written: str) -> Period:
    """A period in its canonical form, such as 2025, fy2025-26-q1 or ye-2025-03."""
    try:
        return parse_period(written)
    except ValueError as error:
        if _mangled(written) or _TURNED.fullmatch(written):
            raise _no_date(written, "2025-06") from None
        raise Fault(f"{shown(written)} is no period", str(error).rstrip(".")) from None


def reported(written: str) -> str:
    """The source's own words for a period; a few, not its sentence."""
    if len(written.split()) > MOST_REPORTED_WORDS:
        raise Fault(f"{shown(written)} has more than {MOST_REPORTED_WORDS} words", "Keep only the words for the period")
    return text(written)


def breakdown(written: str) -> Breakdown:
    """`victim_age=under-25;weapon=knife` as pairs in the order of dimensions' names."""
    pairs = dict(_breakdown_pair(part.strip()) for part in written.split(";") if part.strip())
    if len(pairs) < len([p for p in written.split(";") if p.strip()]):
        raise Fault(f"{shown(written)} names a dimension twice", "Give each dimension one value")
    return tuple(sorted(pairs.items()))


def _breakdown_pair(written: str) -> tuple[str, str]:
    dimension, equals, value = (part.strip() for part in written.partition("="))
    if not equals:
        raise Fault(f"{shown(written)} is no breakdown", "Write dimension=value, such as weapon=knife")
    if dimension not in DIMENSIONS:
        raise Fault(f"{shown(dimension)} is no breakdown dimension", did_you_mean(dimension, DIMENSIONS))
    return dimension, identifier(value)


def caveats(written: str) -> tuple[Caveat, ...]:
    """`kind: text | kind: text`."""
    return tuple(_caveat(part.strip()) for part in written.split("|") if part.strip())


def _caveat(written: str) -> Caveat:
    kind, colon, words = (part.strip() for part in written.partition(":"))
    if not colon or not words:
        raise Fault(f"{shown(written)} is no caveat", f"Write 'kind: text'; kinds are {', '.join(CAVEAT_KINDS)}")
    known: dict[str, CaveatKind] = {k: k for k in get_args(CaveatKind)}
    if kind not in known:
        raise Fault(f"{shown(kind)} is no kind of caveat", did_you_mean(kind, CAVEAT_KINDS))
    return Caveat(known[kind], text(words))


def address(written: str) -> str:
    """A web address."""
    try:
        parts = urlsplit(written)
        host = parts.hostname or ""
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme not in ("https", "http") or "." not in host or parts.username or " " in written:
        raise Fault(f"{shown(written)} is no web address", "Write it whole, from https:// on, or leave it empty")
    return written


def pieces(written: str) -> tuple[str, ...]:
    """Patterns separated by semicolons."""
    return tuple(part.strip() for part in written.split(";") if part.strip())
