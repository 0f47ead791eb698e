"""A figure's value as text, where its publisher's own form is not kept."""

from __future__ import annotations

from decimal import Decimal

_SCALES = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"))


def displayed(value: Decimal, unit: str) -> str:
    """The value without sign or qualifier: 8,749 · 11% · £15m · 1.07. Decimals stay as written."""
    size = abs(value)
    if unit == "%":
        return f"{size:,f}%"
    return _pounds(size) if unit == "GBP" else f"{size:,f}"


def _pounds(size: Decimal) -> str:
    for scale, letter in _SCALES:
        short = size / scale
        if short >= 1 and short == short.quantize(Decimal("0.1")):
            return f"£{short.normalize():f}{letter}"
    return f"£{size:,f}"
