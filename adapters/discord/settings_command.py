"""`/crime settings`: what a channel, a server or one person has set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.desk.preferences import Preferences
from adapters.discord import lines
from adapters.discord.incoming import NAME, OUTSIDE
from adapters.discord.platform import own_channel
from adapters.discord.reception import Interaction, Reception
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
    reset: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether somebody only wants to look."""
        return not (self.place or self.answers or self.layout or self.collections or self.reset)


async def set_by(interaction: Interaction, wish: Wish, reception: Reception) -> str:
    """Set it where the user may; what is to be said, with the settings that hold then."""
    desk, (team, channel) = reception.desk, _whose(interaction, wish.scope, reception)
    own = await desk.own_preferences(NAME, team, channel)
    try:
        _check(interaction, wish)
        wanted = dict(wished(wish, desk.menu))
    except Refused as refused:
        return str(refused)
    if not wish.is_nothing:
        own = {**({} if wish.reset else own), **wanted}
        await desk.set_own_preferences(NAME, team, channel, own, str(interaction.user.id))
    in_force = await desk.preferences(NAME, team, channel)
    said = lines.HEADINGS["settings"] if wish.is_nothing else lines.saved(wish.scope)
    told = _told(in_force, desk.menu)
    shown = ("plain",) if wish.scope == lines.JUST_ME else tuple(told)
    return "\n".join((said, *(lines.set_here(told[name]) if name in own else told[name] for name in shown)))


def wished(wish: Wish, menu: Menu) -> Iterator[tuple[str, object]]:
    """What the wish sets, by the names of the preferences; raises Refused where it names what is not held."""
    if wish.place:
        yield "place", _place(wish.place, menu)
    if wish.answers:
        yield "private", wish.answers == "private"
    if wish.layout:
        yield "plain", wish.layout == "plain text"
    if wish.collections:
        yield "collections", _collections(wish.collections, menu)


def _check(interaction: Interaction, wish: Wish) -> None:
    if wish.scope == lines.JUST_ME:
        if wish.place or wish.answers or wish.collections:
            raise Refused(lines.only_layout_is_yours())
    elif not wish.is_nothing and interaction.guild_id is not None and not interaction.permissions.manage_guild:
        raise Refused(lines.may_not_set())


def _whose(interaction: Interaction, scope: str, reception: Reception) -> tuple[str, str]:
    if scope == lines.JUST_ME:
        return OUTSIDE, own_channel(str(interaction.user.id))
    team, channel = reception.where(interaction)
    return team, "" if scope == lines.WHOLE_SERVER and interaction.guild_id is not None else channel


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


def _told(preferences: Preferences, menu: Menu) -> dict[str, str]:
    """The settings that hold, a line for each, by their names."""
    known = menu.suggest("place", preferences.place.replace("-", " "))
    place = next((one.label for one in known if one.value == preferences.place), preferences.place)
    return {
        "place": lines.place_line(escaped(place)),
        "private": lines.answers_line(private=preferences.private),
        "plain": lines.layout_line(plain=preferences.plain),
        "collections": lines.collections_line(preferences.collections),
    }
