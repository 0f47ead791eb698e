"""Parts of a reply for those who lay it out: its first line, the rest, its source; and details on request."""

from __future__ import annotations

from bot import wording
from bot.reply import Citation, Figure, Reply
from bot.sentences import detailing


def headline(reply: Reply) -> str:
    """The first line of the text: the figure; before one that is in doubt, the doubt."""
    return reply.text.partition("\n")[0]


def source_line(reply: Reply) -> str:
    """The line that says who stands behind the figures; empty where none are given."""
    lines = reply.text.split("\n")[1:] if reply.figures else []
    return next((line for line in lines if line.startswith(wording.SOURCE)), "")


def body(reply: Reply) -> tuple[str, ...]:
    """All lines of the text between the first and the last, which is the source's."""
    lines, source = reply.text.split("\n")[1:], source_line(reply)
    if source:
        lines.remove(source)
    return tuple(lines)


def source_details(reply: Reply) -> tuple[str, ...]:
    """For each source the figures out of it, what they count, who gave them, how they came about, and its licence."""
    figures = reply.figures or reply.nearest
    return tuple(
        line
        for citation in reply.citations
        for line in _of_source(citation, tuple(f for f in figures if f.citation == citation.id))
    )


def _of_source(citation: Citation, figures: tuple[Figure, ...]) -> list[str]:
    told = [line for figure in figures for line in _of_figure(figure)]
    return [citation.text, detailing.licence(citation.licence), *dict.fromkeys(told)]


def _of_figure(figure: Figure) -> list[str]:
    lines = [detailing.figure_detail(figure), detailing.counted_as(figure.definition)]
    if figure.derived:
        lines.append(detailing.formula(figure.derived.formula))
    return [*lines, detailing.given_by(figure.attributed_to, figure.status)]


def copy_text(reply: Reply) -> str:
    """The sentence to copy and the citations under it, as plain text; empty where there is no figure."""
    return "\n".join([reply.copy, *(citation.text for citation in reply.citations)]) if reply.copy else ""
