"""What is kept about people who come to events: given out, forgotten, and deleted in time."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from corridor.events.models import Event, Registration, RegistrationAnswer, RegistrationKey, Session
from corridor.events.registering import actions
from corridor.kernel.privacy import export_of, forget, run_out
from corridor.kernel.traces import ERASED
from corridor.people.models import Person
from tests.bilaterals.making import new_registration
from tests.conftest import PASSWORD

from .people import comes, said


def moved_into_the_past(event: Event, days: int) -> None:
    begins = timezone.now() - timedelta(days=days, hours=8)
    Event.objects.filter(pk=event.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=8))


def test_registrations_go_a_year_after_the_event_and_its_figures_stay(summit, hub):
    came = comes(summit, "Eve", organisation="Ports of tomorrow", country_id="NO", hub_id=hub.pk)
    question = summit.questions.create(text={"en": "Why?"})
    RegistrationAnswer.objects.create(registration=came, question=question, text="Ships")
    moved_into_the_past(summit, 364)
    assert "events.registration" not in run_out()
    moved_into_the_past(summit, 366)
    assert run_out()["events.registration"] == 1
    assert "events.registration" not in run_out()
    came.refresh_from_db()
    assert (came.name, came.organisation, came.state, came.hub, came.country_id) == (
        *("", "", "registered", hub, "NO"),
    )
    assert "visitors.example" not in came.email
    assert not RegistrationAnswer.objects.exists()
    assert not RegistrationKey.objects.exists()


def test_what_nobody_confirmed_for_a_week_was_never_there(summit):
    for name, days in (("Old", 8), ("Young", 6)):
        at = timezone.now() - timedelta(days=days)
        new_registration(summit, name, state="unconfirmed", registered_at=at)
    assert run_out()["events.registration"] == 1
    assert Registration.objects.get().name == "Young"


def test_whoever_is_erased_gets_everything_and_leaves_a_place_to_who_waits(summit, mails):
    siri = Person.objects.create_user("siri@visitors.example", PASSWORD, name="Siri Skarvik")
    comes(summit, "Siri", needs="A ramp")
    comes(summit, "Second")
    waits = comes(summit, "Waits")
    Event.objects.update(contact=siri.email)
    Session.objects.create(
        event=summit, speakers="Siri Skarvik", starts_at=summit.starts_at, ends_at=summit.ends_at
    )
    told = export_of(siri)
    assert [row["needs"] for row in told["events.registration"]] == ["A ramp"]
    assert [row["speakers"] for row in told["events.session"]] == ["Siri Skarvik"]
    written = mails.count()
    forget(siri)
    forget(siri)
    waits.refresh_from_db()
    assert waits.state == "registered"
    assert mails.exclude(to=siri.email).last().kind == "event-promoted"
    assert mails.count() <= written + 1, "nothing is written to somebody who is forgotten"
    assert not Registration.objects.filter(email=siri.email).exists()
    assert Event.objects.get().contact == ""
    assert Session.objects.get().speakers == ERASED


def test_anna_who_has_an_account_is_forgotten_with_what_she_answered(summit, anna):
    question = summit.questions.create(text={"en": "Why?"})
    mine = actions.register(by=anna, event=summit, said=said("Anna"))
    RegistrationAnswer.objects.create(registration=mine, question=question, text="Ships")
    assert [row["text"] for row in export_of(anna)["events.registrationanswer"]] == ["Ships"]
    forget(anna)
    mine.refresh_from_db()
    assert (mine.person, mine.name, mine.state) == (None, "", "cancelled")
    assert not RegistrationAnswer.objects.exists()
