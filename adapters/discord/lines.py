"""Every sentence that Discord alone says, and what its buttons are called. Figures' sentences are the bot's."""

from __future__ import annotations

SOURCE, COPY, SHARE, REMOVE = "Source", "Copy", "Share", "Remove"
TREND, CHART, FILE = "Trend", "Chart", "File"
GOOD, BAD = "Helpful", "Not right"
NEXT, BACK, MORE = "Next", "Back", "More"
CHANNEL_ONLY = "this channel"
WHOLE_SERVER = "this server"
JUST_ME = "just me"


def refused_token() -> str:
    """For the operator: no trying again helps."""
    return "Discord refuses the token; make a new one in the Developer Portal and set BEATBOOK_DISCORD_TOKEN"


def mishap(ref: str) -> str:
    """Something broke: the reference leads to it in the log."""
    return f"Sorry, that did not work. It is noted as {ref}; please try again."


def away() -> str:
    """The database is away, and there is no answer to be had."""
    return "I cannot answer just now. Please ask again in a minute."


def restarting() -> str:
    return "I am restarting. Please ask again in a minute."


def outdated() -> str:
    """A command that Discord still shows in an older shape."""
    return "This command has just changed. Please try again in a minute."


def no_longer_kept() -> str:
    """The reply behind a button is no longer kept."""
    return "I keep replies for about a day, and no longer have this one. Please ask again."


def not_yours(what: str) -> str:
    return f"Only the person who asked can {what} this answer."


def thanks() -> str:
    return "Thank you. That helps."


def thanks_for_reason() -> str:
    return "Thank you. The people who look after the figures will read it."


def nothing_to_copy() -> str:
    return "There is no figure to quote in this reply."


def no_source() -> str:
    return "This reply cites no source."


def no_trend() -> str:
    return "There is no series of three or more figures behind this reply."


def shared_by(user: str) -> str:
    """Above a reply that its asker shows to everybody; nobody is notified by it."""
    return f"Shared by <@{user}>"


def ask_number(number: int) -> str:
    return f"Ask {number}"


def page_of(page: int, pages: int) -> str:
    return f"Page {page} of {pages}"


def reason_title() -> str:
    return "What is not right?"


def reason_label() -> str:
    return "In a few words"


def reason_hint() -> str:
    return "Another year? Another place? A newer figure?"


def files_of(figures: int) -> str:
    """Above the files of a reply's figures."""
    count = "The figure" if figures == 1 else f"The {figures:,} figures"
    return f"{count} behind this reply with period, place and source, as CSV and as an Excel workbook."


def no_file() -> str:
    return "There are no figures behind this reply to put into a file."


def table_of(label: str, place: str) -> str:
    """What a table shows, where there are several."""
    return f"{label}, {place}" if place else label


def how_to_ask(name: str) -> str:
    return (
        f"Ask in plain English: mention {name} in a channel, write to it here or in a direct message, or use "
        "`/crime ask`. Reply to an answer to go on from it: “and in 2024?”"
    )


def data_stands(topics: int, sources: int, most: str, version: str) -> str:
    return (
        f"Held: {topics} topics from {sources} sources, most on {most}. `/crime topics` lists all. Knowledge {version}."
    )


def topic_line(label: str, places: int, first: str, last: str) -> str:
    span = first if first == last else f"{first} to {last}"
    where = "1 place" if places == 1 else f"{places} places"
    return f"{label}: {where}{f', {span}' if span else ''}"


def source_title(publisher: str, title: str, published: str, figures: int) -> str:
    when = f", {published}" if published else ""
    return f"{publisher}: {title}{when} ({figures} figure{'' if figures == 1 else 's'})"


HEADINGS = {
    "help": "Crime and policing figures, each with its period and its source",
    "topics": "What can be asked",
    "sources": "Where the figures come from",
    "settings": "Settings",
    "recent": "Your recent questions",
    "try": "Try one of these",
    "source": "Source",
    "copy": "To copy",
}


def nothing_recent() -> str:
    return "None yet."


def may_not_set() -> str:
    return "Only people who may manage this server can change its settings; you may change the layout for just you."


def only_layout_is_yours() -> str:
    return "For just you, only the layout can be set."


def no_such_place(place: str) -> str:
    return f"No place is known as “{place}”. Pick one of the suggestions, or “none” for London."


def no_such_collection() -> str:
    return "There is no such collection. Pick one of the suggestions."


def place_line(place: str) -> str:
    return f"Place read where a question names none: {place or 'London'}"


def answers_line(*, private: bool) -> str:
    return f"Answers to commands: {'for the asker alone, with a Share button' if private else 'for everybody'}"


def layout_line(*, plain: bool) -> str:
    return f"Layout: {'plain text' if plain else 'cards'}"


def collections_line(names: tuple[str, ...]) -> str:
    return f"Collections: {', '.join(names) or 'all'}"


def set_here(line: str) -> str:
    """A setting that is not taken over from the server."""
    return f"{line} (set here)"


def saved(whose: str) -> str:
    return f"Saved for {whose}."


def trend_heading(label: str, unit: str, shared: tuple[str, ...]) -> str:
    of = f"{label} ({unit})" if unit and unit.lower() not in label.lower() else label
    return " · ".join((of, *shared))


def table_row(said: str, status: str, *, asked: bool) -> str:
    """A row of a table: the one that was asked for has an arrow."""
    noted = said if status in {"", "final", "published"} else f"{said} ({status})"
    return f"{noted} ←" if asked else noted


def no_value() -> str:
    return "not held"
