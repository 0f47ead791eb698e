"""The life of a drawing process: one request a line, one picture a line. It ends when its input does.

It is given no environment but its own, so it holds no secret; what is too large or too slow for it kills it alone.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from adapters.pictures.chart import chart_of
from adapters.pictures.draw import picture
from adapters.pictures.looks import SIZES, THEMES, SizeName, ThemeName
from adapters.pictures.request import READY, line, read_request
from bot.reply import Series

# Answers come first where there is not enough processor for both.
NICE = 5

Draw = Callable[[Sequence[Series], SizeName, ThemeName], bytes]


def draw(series: Sequence[Series], size: SizeName, theme: ThemeName) -> bytes:
    """The picture of these series as PNG."""
    return picture(chart_of(series, SIZES[size].room), SIZES[size], THEMES[theme])


def serve(megabytes: int, drawing: Draw = draw) -> None:
    """A renderer's whole life: draw line by line until the input ends, with so much more memory at most."""
    # Whoever started it ends it; a signal to the whole group must not forestall that.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    os.nice(NICE)
    _limit_memory(megabytes)
    with contextlib.suppress(BrokenPipeError):
        _serve(drawing, _own_output())


def _serve(drawing: Draw, answers: BinaryIO) -> None:
    # What is imported by now stays until the end: the collector need not look at it after every picture.
    gc.freeze()
    answers.write(READY)
    for asked in sys.stdin.buffer:
        try:
            drawn = drawing(*read_request(asked))
        except BaseException as fault:
            answers.write(line({"fault": type(fault).__name__}))
            raise
        answers.write(line({"png": base64.b64encode(drawn).decode()}))


def _limit_memory(megabytes: int) -> None:
    """So much more address space than is taken now: what libraries reserve at their start differs by machine."""
    taken = Path("/proc/self/statm")
    if taken.is_file():
        most = int(taken.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _own_output() -> BinaryIO:
    """The pipe to whoever asks; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers
