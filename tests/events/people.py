"""People who register, as their browsers and the actions know them."""

from __future__ import annotations

import re

from corridor.events.enums import Presence
from corridor.events.models import Event, Registration
from corridor.events.registering import actions
from corridor.events.registering.said import Said
from corridor.members.admission import guard
from corridor.post.models import Letter

AT = "/en/smart-connectivity/events/summit/"


def by_eve(**fields: str) -> dict[str, str]:
    """The form of somebody without an account."""
    given = {
        "email": "eve@visitors.example",
        "name": "Eve",
        "organisation": "Ports of tomorrow",
        "country": "NO",
        "language": "en",
        "trap": "",
        "opened": guard.new_stamp(),
    }
    return given | fields


def said(name: str = "Somebody", **columns: object) -> Said:
    return Said({"name": name, "presence": Presence.ON_SITE} | columns)


def link_in(letter: Letter) -> str:
    """The path of the link that lets the reader in."""
    return re.search(r"https?://[^/]+(/\w+/events/link/\S+)", letter.text)[1]


def comes(event: Event, name: str, **columns: object) -> Registration:
    """Without an account, and confirmed."""
    email = f"{name.casefold()}@visitors.example"
    actions.apply(event=event, email=email, said=said(name, **columns))
    return actions.confirm(registration=Registration.objects.get(event=event, email=email))
