"""What must hold in a service's record; the same in words for the form as in the database for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.referrals.models import ServiceRecord

FACTS = ("agreed_on", "starts_on", "ends_on", "price", "invoiced", "aid", "aid_note")


def problems_of(record: ServiceRecord, changes: Mapping[str, Any] | None = None) -> dict[str, Text]:
    """By field, of the record as it would be."""
    facts = {name: getattr(record, name) for name in FACTS} | dict(changes or {})
    return dict((*_dates(**_picked(facts, "starts_on", "ends_on")), *_amounts(facts)))


def _picked(facts: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


def _dates(starts_on: date | None, ends_on: date | None) -> Iterator[tuple[str, Text]]:
    if starts_on and ends_on and ends_on < starts_on:
        yield "ends_on", _("The end lies before the beginning.")


def _amounts(facts: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    price: Decimal | None = facts["price"]
    if facts["aid"] is not None and price is None:
        yield "price", _("Say the price of which this is the public aid.")
    elif facts["aid"] is not None and price is not None and facts["aid"] > price:
        yield "aid", _("The public aid cannot be more than the price.")
    if facts["invoiced"] is not None and price is not None and facts["invoiced"] > price:
        yield "invoiced", _("No more can be invoiced than the price.")
    if facts["aid"] and not facts["aid_note"]:
        yield "aid_note", _("Say on which rule the aid rests.")
