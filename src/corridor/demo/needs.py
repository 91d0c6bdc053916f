"""What the demo's clients need and to whom it was referred, as the files tell it; no database here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from corridor.referrals.enums import ANSWER_DAYS

from .network import FOLDER

FILES: Final = ("west", "centre", "north", "south", "past", "waiting")
OPENS: Final = 8  # o'clock
HOURS: Final = 9


@dataclass(frozen=True)
class NeedPlan:
    """``raw`` holds the file's own names; its numbers count days before today."""

    number: int
    raw: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"need:{self.raw['slug']}"

    @property
    def state(self) -> str:
        return str(self.raw.get("state", "open"))

    @property
    def referrals(self) -> list[Mapping[str, Any]]:
        return list(self.raw.get("referrals", ()))

    @property
    def hubs(self) -> set[str]:
        """All that it names."""
        named = {one.get(name) for one in self.referrals for name in ("hub", "suggested")}
        return {slug for slug in (self.raw.get("hub"), *named) if slug}

    def ago(self, days: int) -> datetime:
        """So many days ago, at an hour of its own."""
        at = time(OPENS + self.number % HOURS, 7 * self.number % 60)
        return datetime.combine(day_ago(days), at, timezone.get_default_timezone())

    def said(self, raw: Mapping[str, Any], name: str) -> datetime | None:
        """When it was, if it was."""
        return self.ago(raw[name]) if name in raw else None


def read_needs() -> tuple[NeedPlan, ...]:
    read = (tomllib.loads((FOLDER / "needs" / f"{name}.toml").read_text("utf-8")) for name in FILES)
    return tuple(
        NeedPlan(number, raw) for number, raw in enumerate(raw for file in read for raw in file["needs"])
    )


def day_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def due_of(referral: Mapping[str, Any]) -> date:
    """Days after it was sent; a question that is open moves it."""
    talked = [one["ago"] for one in referral.get("messages", ())] if referral["state"] == "asked" else []
    return day_ago(min([referral["sent"], *talked]) - ANSWER_DAYS)
