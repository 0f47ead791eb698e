"""What Slack allows in a message, a page and a form, and how long we wait. Sizes are characters or pieces."""

from __future__ import annotations

from dataclasses import dataclass

# docs.slack.dev/reference/block-kit. What slack_sdk's models do not refuse is marked with a star.
BLOCKS_OF_A_MESSAGE = 50  # *
BLOCKS_OF_A_PAGE = 100
TEXT = 4000  # * 40,000 are taken, 4,000 are advised
HEADER = 150
SECTION = 3000
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2000  # *
ACTIONS = 25
BUTTON = 75
BUTTON_VALUE = 2000
OPTIONS = 100
OPTION = 75
OPTION_VALUE = 150
TITLE_OF_A_FORM = 24
INPUT = 3000
CHART_TITLE = 50  # *
CHART_LABEL = 20  # *
CHART_POINTS = 20  # *
CHART_SERIES = 6  # *
CHARTS_OF_A_MESSAGE = 2  # *
TABLE_ROWS = 101  # * with the header
TABLE_COLUMNS = 20  # *
FILE_TITLE = 150  # *
PROMPTS = 4

# Ours: what a person reads.
CHOICES = 5
NOTES = 8
TABLE_PAGE = 10
PARAGRAPHS = 20
LEAST_POINTS = 3
QUESTION = 4000
REASON = 500


@dataclass(frozen=True, slots=True)
class Waits:
    """How long, in seconds."""

    call: float = 9.0
    ping: float = 5.0
    look: float = 5.0
    # A socket that is not whole for so long is replaced, whatever it says of itself.
    deaf: float = 40.0
    closing: float = 1.0


# A response_url is good for half an hour; a little less, so that none is used as it ends.
RESPONSE_URL_SECONDS = 1740.0
MOST_RESPONSE_URLS = 10_000
MOST_USES_OF_A_RESPONSE_URL = 5
SOCKETS = 2
