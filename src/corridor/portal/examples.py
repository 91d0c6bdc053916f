"""Needs as companies write them, each in its own language, to show that any language works."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final[tuple[tuple[str, str], ...]] = (
    ("en", "5G network for our port"),
    ("fr", "capteurs pour surveiller nos serres"),
    ("pl", "zasięg sieci w hali produkcyjnej"),
    ("el", "ασφάλεια για έξυπνες συσκευές"),
    ("bg", "дронове за наблюдение на гори"),
    ("pt", "formação em cibersegurança"),
)
