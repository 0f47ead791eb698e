"""Slack's own markup, both ways: what we send cannot be any, what people wrote is read without it."""

from __future__ import annotations

import re

_LINK = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|\s]*)(?:\|(?P<label>[^<>]*))?>")
_ID = re.compile(r"[A-Z0-9]{2,30}")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def escaped(text: str) -> str:
    """Text in which nothing is a mention, a link or an entity."""
    for entity, plain in reversed(_ENTITIES):
        text = text.replace(plain, entity)
    return text


def plain(text: str) -> str:
    """What a person wrote, without markup: mentions go, links and channels leave their labels."""
    text = _LINK.sub(_words, text)
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return " ".join(text.split())


def mention(user: str) -> str:
    """The name of a user as their client shows it; nothing for what is no id."""
    return f"<@{user}>" if _ID.fullmatch(user) else ""


def _words(link: re.Match[str]) -> str:
    if link["kind"] in {"@", "!"}:
        return " "
    return link["label"] or ("" if link["kind"] else link["target"])
