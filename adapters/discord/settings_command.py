"""`/crime settings`: what a channel, a server or one person has set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from adapters.desk.desk import Desk
from adapters.desk.preferences import Preferences
from adapters.discord import lines
from adapters.discord.incoming import NAME, OUTSIDE, team_of
from adapters.discord.platform import own_channel
from adapters.discord.reception import Interaction
from adapters.discord.render import escaped
from bot.menu import Menu

NONE, ALL = "none", "all"


class Refused(Exception):
    """Why a wish is not met: a sentence for whoever has it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants set; an empty text leaves as it is."""

    place: str = ""
    answers: str = ""
    layout: str = ""
    collections: str = ""
    scope: str = lines.CHANNEL_ONLY

    @property
    def is_nothing(self) -> bool:
        """Whether somebody only wants to look."""
        return not (self.place or self.answers or self.layout or self.collections)


async def set_by(interaction: Interaction, wish: Wish, desk: Desk) -> str:
    """Set it where the user may; what is to be said, with the settings that hold then."""
    team, channel = _whose(interaction, wish.scope)
    before = await desk.preferences(NAME, team, channel)
    try:
        _check(interaction, wish)
        after = before if wish.is_nothing else wished(before, wish, desk.menu)
    except Refused as refused:
        return str(refused)
    if not wish.is_nothing:
        await desk.set_preferences(NAME, team, channel, after, str(interaction.user.id))
    return "\n".join(
        (lines.HEADINGS["settings"] if wish.is_nothing else lines.saved(wish.scope), *_told(after, desk.menu))
    )


def wished(before: Preferences, wish: Wish, menu: Menu) -> Preferences:
    """The settings with the wish met; raises Refused where it names what is not held."""
    return replace(
        before,
        place=_place(wish.place, menu) if wish.place else before.place,
        private=wish.answers == "private" if wish.answers else before.private,
        plain=wish.layout == "plain text" if wish.layout else before.plain,
        collections=_collections(wish.collections, menu) if wish.collections else before.collections,
    )


def _check(interaction: Interaction, wish: Wish) -> None:
    if wish.scope == lines.JUST_ME:
        if wish.place or wish.answers or wish.collections:
            raise Refused(lines.only_layout_is_yours())
    elif not wish.is_nothing and interaction.guild_id is not None and not interaction.permissions.manage_guild:
        raise Refused(lines.may_not_set())


def _whose(interaction: Interaction, scope: str) -> tuple[str, str]:
    if scope == lines.JUST_ME:
        return OUTSIDE, own_channel(str(interaction.user.id))
    whole = scope == lines.WHOLE_SERVER and interaction.guild_id is not None
    return team_of(interaction.guild_id), "" if whole else str(interaction.channel_id)


def _place(wanted: str, menu: Menu) -> str:
    """The id of a place: what autocomplete offers, or the same typed by hand."""
    if wanted.strip().lower() == NONE:
        return ""
    typed = wanted.strip().lower()
    found = next((one for one in menu.suggest("place", typed) if typed in {one.value, one.label.lower()}), None)
    if found is None:
        raise Refused(lines.no_such_place(escaped(wanted)))
    return found.value


def _collections(wanted: str, menu: Menu) -> tuple[str, ...]:
    names = tuple(name for part in wanted.split(",") if (name := part.strip().lower()))
    if names == (ALL,):
        return ()
    if not names or set(names) - set(menu.collections):
        raise Refused(lines.no_such_collection())
    return names


def _told(preferences: Preferences, menu: Menu) -> tuple[str, ...]:
    place = next((one.label for one in menu.places if one.value == preferences.place), preferences.place)
    return lines.settings_lines(escaped(place), preferences.private, preferences.plain, preferences.collections)
