"""Every sentence that Slack alone needs, one constant or function each. Figures' sentences are the bot's."""

from __future__ import annotations

STATUS = "is looking it up …"
ASK, LOOK_UP, SETTINGS = "Ask for a figure", "Look up", "Settings"

TREND, SOURCE, COPY, SHARE, REMOVE = "Trend", "Source", "Copy", "Share", "Remove"
USEFUL, NOT_RIGHT = "Useful", "Not right"
USEFUL_ALOUD = "Say that this answer was useful"
NOT_RIGHT_ALOUD = "Say what is not right with this answer"
SHARE_ALOUD = "Show this answer to everybody here"
REMOVE_ALOUD = "Remove this answer; only who asked may"

THANKS_TITLE = "Thank you"
THANKS = "Thank you, that is noted."
REASON = "What is not right?"
REASON_HINT = "For example: another year, another place, an old figure. Please name nobody."
CLOSE, SAVE, SEND, CANCEL = "Close", "Save", "Send", "Cancel"

EXPIRED = "This answer is no longer kept here. Ask again, and the buttons of the new answer will work."
NOT_YOURS_TO_REMOVE = "Only the person who asked may remove this answer."
NOT_YOURS_TO_SHARE = "Only the person who asked may share this answer, for a day after asking."
SHARED = "Shared."
AWAY = "That cannot be looked up at the moment. Please try again in a minute."
NO_MENU = "Nothing can be looked up yet."
ONLY_ADMINS = "Only owners and admins of this workspace may change the settings."
SAVED = "Saved."
NEEDS_TOPIC = "Choose what to look up."
NO_TEXT = "That message has no text to look up."

COPY_LABEL = "Sentence and source"
TOPIC, PLACE, PERIOD = "What", "Where", "When"
TYPE_TOPIC, TYPE_PLACE, TYPE_PERIOD = "Burglary, officers …", "London", "The latest"
PLACE_SETTING = "Place, where a question names none"
PRIVATE_SETTING = "Who sees the answer to /crime"
ONLY_ME, EVERYBODY = "Only who asked; they may share it", "Everybody in the channel"
COLLECTIONS_SETTING = "Answer from"
COLLECTIONS_HINT = "None ticked: from all of them."

HOME_TITLE = "Crime figures, each with its period and its source"
HOME_HOW = (
    "Name me in a channel, write to me in Messages, or type /crime and a question. "
    "What I do not hold, I say so, and name who publishes it."
)
CAN_ASK, STANDS, RECENT, TRY = "What can be asked", "Where the figures stand", "Your recent questions", "For example"
NOTHING_RECENT = "None in the last day."
WHOLE_WORKSPACE = "Settings of this workspace"


def asked_by(who: str) -> str:
    """Under an answer to a command that everybody sees."""
    return f"Asked by {who}"


def shared_by(who: str) -> str:
    """Under an answer that its asker shows to everybody."""
    return f"Shared by {who}"


def refused_setting(place: str) -> str:
    """A form that was filled in with what cannot be."""
    return f"No place is known as {place}."


def trend(label: str, first: tuple[str, str], last: tuple[str, str], peak: tuple[str, str]) -> str:
    """A series in one sentence: its ends and its highest point, each with its period."""
    said = f"{label}: {first[1]} in {first[0]}, {last[1]} in {last[0]}."
    return said if peak in {first, last} else f"{said} The highest was {peak[1]}, in {peak[0]}."


def left_out(count: int) -> str:
    """Of a long series, the newest points are drawn."""
    return f"{count} earlier points are left out of the chart."


def topics(labels: list[str]) -> str:
    """The topics of one group."""
    return ", ".join(labels)


def source(publisher: str, title: str, published: str, figures: int) -> str:
    """A source on the home page."""
    said = f"{publisher}: {title}"
    return f"{said}, {published} ({figures:,} figures)" if published else f"{said} ({figures:,} figures)"


def version(name: str) -> str:
    """Which knowledge answers."""
    return f"Knowledge {name[:16]}"
