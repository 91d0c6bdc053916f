"""One row of every table of the data map about somebody, with a mark in each personal column that can be
found again, and with the person's address in everything that can hold anything."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.i18n.fields import TextInLanguages
from corridor.kernel.privacy import data_map
from corridor.people.models import Person
from corridor.vocab.models import Country, Term
from tests.bilaterals.making import new_bilaterals, new_profile

LISTED = {"vocab.country": Country, "vocab.term": Term}  # which are there
ADDRESSES = ("sender",)
NOT_THE_PERSONS_OWN = {
    *(
        "members.application.consent",
        "members.claim.consent",
        "events.registration.consent",
    ),  # the site's words
    *("members.application.hub_name", "members.application.hub_title", "members.application.hub_website"),
}


class Filler:
    """``mark`` stands in every text; what a row hangs on is made once and says nothing of the person."""

    def __init__(self, person: Person, mark: str) -> None:
        self.person, self.mark = person, mark
        self.made: dict[str, models.Model] = {}

    def fill_in(self) -> dict[str, models.Model]:
        """The row of each table, or what prevents it."""
        errors = []
        for label in data_map():
            try:
                self.made[label] = self.made.get(label) or self.row(label)
            except Exception as error:  # noqa: BLE001 - all of them are told at once
                errors.append(error)
        if errors:
            raise ExceptionGroup("tests/people/rows.py", errors)
        return self.made

    def row(self, label: str) -> models.Model:
        special = SPECIAL.get(label)
        try:
            with transaction.atomic():
                return special(self) if special else self.ordinary(apps.get_model(label))
        except Exception as error:
            error.add_note(f"No row of {label}: tell tests/people/rows.py how to make one.")
            raise

    def ordinary(self, model: type[models.Model], **given: Any) -> models.Model:
        row = model()
        for field in model._meta.concrete_fields:
            if field.name in given:
                setattr(row, field.name, given[field.name])
            elif not (field.primary_key and isinstance(field, models.AutoField)):
                self.set_value(row, field)
        row.save(force_insert=True)
        return row

    def set_value(self, row: models.Model, field: models.Field) -> None:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            return
        if field.has_default() and not isinstance(field, models.CharField | models.JSONField):
            return
        if field.db_default is not models.NOT_PROVIDED:
            return
        value = self.value(row, field)
        if value is not None:
            setattr(row, field.name, value)

    def value(self, row: models.Model, field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.target(field)
        if field.choices:
            return next(iter(dict(field.flatchoices)))
        for kind, make in self.makers().items():
            if isinstance(field, kind):
                return make(field)
        return self.text(row, field) if isinstance(field, models.CharField | models.TextField) else None

    def makers(self) -> dict[type[models.Field], Callable[[models.Field], Any]]:
        return {
            models.EmailField: lambda _: self.person.email,
            models.UUIDField: lambda _: uuid.uuid4(),
            models.GenericIPAddressField: lambda _: "192.0.2.7",
            ArrayField: lambda _: [],
            TextInLanguages: lambda _: {"en": "words of a hub"},
            models.JSONField: lambda field: self.anything(field.model),
            models.DateTimeField: lambda field: None if field.null else timezone.now(),
            models.DateField: lambda field: None if field.null else timezone.localdate(),
            models.BooleanField: lambda field: None if field.null else True,
            models.IntegerField: lambda field: None if field.null else 1,
            models.FloatField: lambda field: None if field.null else 1.0,
        }

    def anything(self, model: type[models.Model]) -> dict[str, str]:
        return {"to": f"<{self.person.email}>"} if model._meta.label_lower in data_map() else {}

    def mark_for(self, label: str, column: str) -> str:
        """In texts that stay as the group's, only a name is about the person."""
        table = data_map().get(label)
        if table is None or column not in table.columns or f"{label}.{column}" in NOT_THE_PERSONS_OWN:
            return "word"
        return self.person.name if table.sweep else self.mark

    def text(self, row: models.Model, field: models.Field) -> str:
        if field.name in ADDRESSES:
            return self.person.email
        mark = self.mark_for(row._meta.label_lower, field.name)
        if isinstance(field, models.SlugField):
            return f"s{uuid.uuid4().hex}"[: field.max_length]
        if isinstance(field, models.URLField):
            return f"https://example.org/{mark}"
        if (field.max_length or 1000) < len(self.mark) + 2:
            return "en"[: field.max_length]
        return f"{mark} {uuid.uuid4().hex}"[: field.max_length]

    def target(self, field: models.ForeignKey) -> Any:
        model = field.related_model
        if model is Person:
            return self.person
        label = model._meta.label_lower
        if label in self.made:
            return self.made[label]
        if field.null and label not in data_map():
            return None
        if label in LISTED:
            return LISTED[label].objects.first()
        self.made[label] = (
            self.row(label) if label in data_map() else Filler(self.person, "m").ordinary(model)
        )
        return self.made[label]


def _account(filler: Filler) -> models.Model:
    return filler.person


def _journal(filler: Filler) -> models.Model:
    values = {"name": f"{filler.mark} before"}, {"name": f"{filler.mark} after"}
    return journal.record("change-person", filler.person, by=filler.person, before=values[0], after=values[1])


def _session(filler: Filler) -> models.Model:
    client = Client()
    client.force_login(filler.person)
    return apps.get_model("sessions.Session").objects.get(pk=client.session.session_key)


def _of_the_operator(filler: Filler) -> models.Model:
    about = f"{filler.person.name}, hub editor"
    model = apps.get_model("admin.LogEntry")
    return filler.ordinary(model, object_repr=about, change_message=f"<{filler.person.email}>")


def _invitation(filler: Filler) -> models.Model:
    return filler.ordinary(apps.get_model("members.Invitation"), group=None, role="editor")


def _turn(filler: Filler) -> models.Model:
    return filler.ordinary(apps.get_model("members.RotationTurn"), hub=None)


def _address(filler: Filler) -> models.Model:
    model = apps.get_model("account.EmailAddress")
    row, _made = model.objects.get_or_create(user=filler.person, email=filler.person.email)
    return row


def _invited(filler: Filler) -> models.Model:
    """A person, since a row is of a person or of a guest."""
    return filler.ordinary(apps.get_model("meetings.Invitation"), address="", name="")


def _polled(filler: Filler) -> models.Model:
    return filler.ordinary(apps.get_model("meetings.PollInvitee"), address="", name="")


def _reviewed(filler: Filler) -> models.Model:
    """Somebody else submitted it."""
    return filler.ordinary(apps.get_model("catalogue.Review"), submitted_by=None)


def _hours(filler: Filler) -> models.Model:
    return filler.ordinary(apps.get_model("meetings.OfficeHours"), days="01234")


def _need(filler: Filler) -> models.Model:
    given = {"audience": "group", "state": "open", "opened_at": timezone.now()}
    return filler.ordinary(apps.get_model("referrals.Need"), **given)


def _registered(filler: Filler) -> models.Model:
    return filler.ordinary(apps.get_model("events.Registration"), code=uuid.uuid4().hex[:12])


# 1:1 meetings at events: whoever is there is registered, and nobody asks themselves
def _of_somebody(**of_registration: Any) -> models.Model:
    group = apps.get_model("members.WorkingGroup").objects.create(slug=f"g{uuid.uuid4().hex}")
    return new_profile(new_bilaterals(group, slots=0, tables=0), uuid.uuid4().hex, **of_registration)


def _profile(filler: Filler) -> models.Model:
    made = _of_somebody(person=filler.person)
    made.headline, made.about = (f"{filler.person.name} {uuid.uuid4().hex}" for _column in range(2))
    made.save()
    return made


def _own(filler: Filler) -> Any:
    return filler.target(apps.get_model("bilaterals.Entry")._meta.get_field("profile"))


def _asked(filler: Filler) -> models.Model:
    mine = _own(filler)
    to = new_profile(mine.bilaterals, uuid.uuid4().hex)
    return filler.ordinary(apps.get_model("bilaterals.Ask"), bilaterals=mine.bilaterals, by=mine, to=to)


def _of_event(label: str, **given: Any) -> Callable[[Filler], models.Model]:
    def make(filler: Filler) -> models.Model:
        return filler.ordinary(apps.get_model(label), bilaterals=_own(filler).bilaterals, **given)

    return make


SPECIAL: dict[str, Callable[[Filler], models.Model]] = {
    "people.person": _account,
    "kernel.journalentry": _journal,
    "sessions.session": _session,
    "admin.logentry": _of_the_operator,
    "members.invitation": _invitation,
    "members.rotationturn": _turn,
    "meetings.invitation": _invited,
    "meetings.pollinvitee": _polled,
    "meetings.officehours": _hours,
    "catalogue.review": _reviewed,
    "account.emailaddress": _address,
    "events.registration": _registered,
    "bilaterals.profile": _profile,
    "bilaterals.ask": _asked,
    "bilaterals.delegation": _of_event("bilaterals.Delegation"),
    "bilaterals.bilateral": _of_event("bilaterals.Bilateral"),
    "referrals.need": _need,
}


def as_exported(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def holding(*words: str) -> list[str]:
    """Columns of the whole database in which one of the words stands, in any case of letters: the same as
    reading a dump of it."""
    found = []
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(
                f"""select distinct part.key from "{name}" t, jsonb_each_text(to_jsonb(t)) part
                     where part.value ~* %s order by 1""",  # noqa: S608 - our own tables' names
                ["|".join(words)],
            )
            found += [f"{name}.{column}" for (column,) in cursor.fetchall()]
    return found
