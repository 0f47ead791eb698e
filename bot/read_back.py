"""How a question was understood, as data for the reply; and the short reference of a reply."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from bot.conversation import Talk
from bot.finding import Finding, Found
from bot.reply import Origin, ReadBack, SlotRead
from bot.understand import LINKING, Understanding
from knowledge.base import KnowledgeBase
from knowledge.model import PlaceId

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SAFE = 30


def read_back(understood: Understanding, found: Found | None) -> ReadBack:
    """Each slot with its value, words, score and origin. A repaired word lowers the score."""
    values = {
        "indicator": ("indicators", "indicator", ", ".join(understood.indicators)),
        "place": ("places", "place", ", ".join("|".join(readings) for readings in understood.places)),
        "period": (
            "periods",
            "period",
            ", ".join(p.readings[0].id if p.readings else p.kind for p in understood.periods),
        ),
        "breakdown": ("breakdown", "breakdowns", ", ".join(f"{d}={v}" for d, v in understood.breakdown)),
        "measure": ("measures", "measures", ", ".join(sorted(understood.measures))),
        "operation": ("operations", "operations", ", ".join(sorted(understood.operations - LINKING))),
        "attribution": ("speakers", "speaker", ", ".join(understood.speakers)),
    }
    slots = {
        name: SlotRead(value, said := understood.said(slot), _score(understood, said), _origin(field, understood))
        for name, (field, slot, value) in values.items()
        if value
    }
    if isinstance(found, Finding):
        _add_defaults(slots, found)
    return ReadBack(slots, tuple(_safe(word) for word in understood.unexplained))


def _origin(field: str, understood: Understanding) -> Origin:
    return "carried" if field in understood.carried else "said"


def _score(understood: Understanding, said: str) -> float:
    return 0.8 if any(b in said.split() for _, b in understood.repaired) else 1.0


def _add_defaults(slots: dict[str, SlotRead], found: Finding) -> None:
    shown = found.figures()[0]
    slots.setdefault("place", SlotRead(shown.place, "", 1.0, "default"))
    slots.setdefault("period", SlotRead(shown.period.id, "", 1.0, "default"))
    slots.setdefault("measure", SlotRead(found.headline.measure, "", 1.0, "default"))


def _safe(word: str) -> str:
    return "".join(c for c in word if c.isalnum() or c == "-")[:SAFE]


def reference(question: str, asked_on: date, talk: Talk, place: PlaceId | None, knowledge: KnowledgeBase) -> str:
    """A short reference: the same question, day, talk, default place and knowledge always have the same one."""
    told = talk.to_json() if talk.question or talk.pending else ""
    within = (place or "", ",".join(knowledge.collections), knowledge.version)
    digest = blake2b("\n".join((question, asked_on.isoformat(), told, *within)).encode(), digest_size=8)
    number = int.from_bytes(digest.digest())
    letters = "".join(ALPHABET[(number >> (5 * n)) & 31] for n in range(10))
    return f"{letters[:5]}-{letters[5:]}"
