"""Every sentence that Slack alone needs, one constant or function each. Figures' sentences are the bot's."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.pictures.lines import brief

STATUS = "is looking it up …"
ASK, LOOK_UP, SETTINGS = "Ask for a figure", "Look up", "Settings"

TREND, CHART, SOURCE, COPY, SHARE, REMOVE = "Trend", "Chart", "Source", "Copy", "Share", "Remove"
FIGURES, PICTURE = "Figures", "Picture"
FIGURES_ALOUD = "Send the figures behind this answer as CSV and Excel files"
PICTURE_ALOUD = "Send this chart to me as a picture"
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
AWAY = "That cannot be looked up at the moment. Please try again in a minute."
ONLY_ADMINS = "Only owners and admins of this workspace may change the settings."
SAVED = "Saved."
NEEDS_TOPIC = "Choose what to look up."
NO_TEXT = "That message has no text to look up."

NOTHING_TO_DRAW = "This answer has no series that can be drawn in one chart; its figures stand in it."
THE_FIGURES = "The figures behind this answer, each with its source."
THE_PICTURE = "The chart of this answer, with its source."
SENT_TO_YOU = "Sent to you in Messages, where only you see it."
MAY_NOT_SEND = (
    "I may not send files in this workspace: the scope files:write is missing. An admin can install the app anew."
)
NOT_SENT = "Slack did not take the file. Please try again in a minute."

COPY_LABEL = "Sentence and source"
TOPIC, PLACE, PERIOD = "What", "Where", "When"
PERIOD_HEAD, PLACE_HEAD, VALUE_HEAD, RANK_HEAD = "Period", "Place", "Figure", "Rank"
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


def by_year(left_out: Sequence[str]) -> str:
    """Of months there are too many: whole years are drawn in their place."""
    said = "Drawn by calendar year, each the sum of its twelve months."
    return f"{said} Left out, as no whole year: {', '.join(left_out)}." if left_out else said


def newest(drawn: int, held: int) -> str:
    """Of a long series, the newest points are drawn."""
    return f"The chart draws the newest {drawn} of {held} periods."


def not_held_between(before: str, after: str) -> str:
    """Where a chart has nothing to draw."""
    return f"Nothing is held between {before} and {after}."


def in_table(value: str, provisional: bool) -> str:
    """A value in a table."""
    return f"{value} (provisional)" if provisional else value


def unit(name: str) -> str:
    """A unit at an axis or at the head of a column."""
    return "£" if name == "GBP" else name


def of_group(group: str, name: str) -> str:
    """A bar that stands in a group."""
    return f"{group}: {name}" if group else name


def shortened(label: str, most: int) -> str:
    """A period or a place as it is written where there is little room."""
    return label if len(label) <= most else brief(label).replace("year ending ", "y/e ").replace(" and ", " & ")


def source(publisher: str, title: str, published: str, figures: int) -> str:
    """A source on the home page."""
    said = f"{publisher}: {title}"
    return f"{said}, {published} ({figures:,} figures)" if published else f"{said} ({figures:,} figures)"


def version(name: str) -> str:
    """Which knowledge answers."""
    return f"Knowledge {name[:16]}"
