"""Words that stand in pictures and tables."""

from __future__ import annotations

BREAK = "not comparable with before"
