"""A summit with 1:1 meetings: Anna and Carla have profiles and Anna asks Carla; Ben comes and has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.bilaterals.models import Ask, Delegation, Entry
from corridor.events.models import RegistrationKey
from corridor.kernel.keys import digest_of
from tests.bilaterals.making import new_bilaterals, new_event, new_profile, new_registration

KEY = "key-of-a-letter-to-carla"


def of_asking(group: Any, people: Mapping[str, Any]) -> dict[str, str]:
    made = new_bilaterals(group, event=new_event(group, slug="askers"))
    anna, carla = (
        new_profile(made, name.title(), person=people[name], email=people[name].email)
        for name in ("anna", "carla")
    )
    ben = people["ben"]
    new_registration(made.event, "Ben", person=ben, email=ben.email)
    anna.registration.hub = people["anna"].seats.get().hub
    anna.registration.save()
    entry = Entry.objects.create(profile=anna, kind="offer", title="Private 5G for ports")
    team = Delegation.objects.create(bilaterals=made, name="Ports of the North")
    RegistrationKey.objects.create(registration=carla.registration, digest=digest_of(KEY))
    asked = Ask.objects.create(bilaterals=made, by=anna, to=carla, reason="Ports and robots")
    rows = {"of_anna": anna, "of_carla": carla, "asked": asked, "entry": entry, "delegation": team}
    return {name: str(row.pk) for name, row in rows.items()} | {"askers_key": KEY}
