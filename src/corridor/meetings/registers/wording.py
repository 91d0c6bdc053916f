"""What registers hold, as plain words for letters."""

from __future__ import annotations

from corridor.kernel.agenda import day_in_words

from .models import Action


def action_in_words(action: Action) -> dict[str, str]:
    """As ``mail/parts/own-actions.html`` shows it; ``due`` is empty where it has no day."""
    return {"code": action.code, "text": in_one_line(action.text), "due": day_in_words(action.due_on)}


def in_one_line(text: str) -> str:
    return " ".join(text.split())
