"""Sentences on Beatbook itself: what can be asked, what is held, what a word means."""

from __future__ import annotations

EXAMPLES = ("How many homicides were there in London in 2025?", "How did knife crime change in London?")


def greeting() -> str:
    return "Hello. I look up crime and policing figures, London first, each with its period and its source."


def thanks() -> str:
    return "Glad to help. Ask away when you need another figure."


def topics(lines: list[str]) -> str:
    return "You can ask about:\n" + "\n".join(lines)


def definition(label: str, text: str) -> str:
    return f"{label}: {text}"


def coverage(label: str, lines: list[str]) -> str:
    return f"Held on {label}: {'; '.join(lines)}." if lines else f"Nothing is held on {label} yet."
