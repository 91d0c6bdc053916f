"""Anna and a guest are invited to the coming meeting and have their letters; the guest has not answered."""

from __future__ import annotations

from typing import Any

from corridor.meetings.invitations import actions
from corridor.meetings.invitations.asking import question_for
from corridor.meetings.invitations.inviting import Guest


def of_invitations(room: Any) -> dict[str, str]:
    anna, dora = room.people["anna"], room.people["dora"]
    guest = Guest("Gustav", "gustav@example.net", hub=room.hub)
    _of_anna, of_guest = actions.invite_people(by=dora, meeting=room.coming, people=[anna], guests=[guest])
    actions.announce(by=dora, meeting=room.coming)
    of_guest.refresh_from_db()
    return {"meeting_invitation": str(of_guest.pk), "invitation_key": question_for(of_guest).plain_key}
