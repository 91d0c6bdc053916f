"""What the stories of admission share: a form as it was open for a while, letters and the links in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import time_machine

from corridor.members.admission.guard import new_stamp
from corridor.post.models import Letter


def stamp_of(age: timedelta = timedelta(minutes=2)) -> str:
    """As if the form had been drawn some time ago."""
    with time_machine.travel(datetime.now(UTC) - age, tick=False):
        return new_stamp()


def interest(**changes) -> dict[str, str]:
    """The public form as Eve fills it in, for a hub that is not in the catalogue."""
    filled = {
        "new": "1",
        "trap": "",
        "opened": stamp_of(),
        "hub_name": "Fjordlab",
        "hub_title": "Fjordlab Hub for Quiet Ports",
        "hub_country": "NO",
        "hub_website": "https://www.fjordlab.example",
        "hub_kind": "EDIH",
        "hub_audience": "public",
        "why": "We test 5G on ferries and look for partners with drones.",
        "name": "Eve Strand",
        "email": "eve@fjordlab.example",
        "position": "director",
        "language": "en",
        "consent": "on",
    }
    return filled | changes


def claim(**changes) -> dict[str, str]:
    filled = {
        "trap": "",
        "opened": stamp_of(),
        "name": "Eve Strand",
        "email": "eve@sorvest.example",
        "position": "engineer",
        "why": "My name is on the hub's page.",
        "language": "en",
        "consent": "on",
    }
    return filled | changes


def letters_to(address: str) -> list[str]:
    """Kinds of the letters to this address, oldest first."""
    return list(Letter.objects.filter(to__iexact=address).order_by("id").values_list("kind", flat=True))


def link_in(kind: str, word: str) -> str:
    """The path of the link in the newest letter of a kind."""
    text = Letter.objects.filter(kind=kind).order_by("-id")[0].text
    found = re.search(rf"https?://\S+/{word}/[\w-]+/", text)
    assert found, text
    return urlsplit(found.group()).path
