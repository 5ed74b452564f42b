"""Decimal numbers out of text. Pure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def decimal_or_none(text: str | None) -> Decimal | None:
    """Return the number a text spells in plain figures, None when there is none, it is a word, or not finite."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
