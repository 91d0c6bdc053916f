"""One of everything that the organisers' pages of an event have addresses for."""

from __future__ import annotations

from corridor.events.door.intake import PARTICIPANTS
from corridor.events.models import Question, Room, Session
from corridor.events.programme.intake import PROGRAMME
from corridor.members.models import WorkingGroup
from corridor.people.models import Person
from tests.bilaterals.making import new_event, new_registration
from tests.catalogue.sheets import xlsx


def of_door(group: WorkingGroup, organiser: Person, guest: Person) -> dict[str, str]:
    """A fair in thirty days, to which ``guest`` comes."""
    fair = new_event(group, "fair")
    room = Room.objects.create(event=fair, name="Aula")
    hours = {"starts_at": fair.starts_at, "ends_at": fair.ends_at}
    session = Session.objects.create(event=fair, room=room, title={"en": "Opening"}, **hours)
    question = Question.objects.create(event=fair, text={"en": "Dinner?"})
    comer = new_registration(fair, guest.name, person=guest, email=guest.email)
    given = {"by": organiser, "event": fair, "file_name": "fair.xlsx"}
    programme = PROGRAMME.preview(content=xlsx({"what": "room", "room": "Attic"}), **given)
    people = PARTICIPANTS.preview(content=xlsx({"name": "Eve", "email": "eve@visitors.example"}), **given)
    return {
        "fair": fair.slug,
        "fair_room": str(room.pk),
        "fair_session": str(session.pk),
        "fair_question": str(question.pk),
        "comer": str(comer.pk),
        "comer_code": comer.code,
        "fair_programme": str(programme.pk),
        "fair_people": str(people.pk),
    }
