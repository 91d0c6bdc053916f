"""Olga makes accounts, changes them and closes them; the journal knows, and knows no passphrase."""

from __future__ import annotations

from corridor.kernel.journal import JournalEntry
from corridor.people.models import Person
from tests.conftest import PASSWORD

NEW = {
    "email": "frida@example.org",
    "name": "Frida",
    "language": "da",
    "usable_password": "true",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def told(person: Person) -> list[tuple[str, int, dict, dict]]:
    entries = JournalEntry.objects.filter(record_type="people.person", record_id=str(person.pk)).order_by(
        "id"
    )
    return [(entry.verb, entry.by_id, entry.before, entry.after) for entry in entries]


def test_olga_makes_an_account_that_can_sign_in(olga, browser_of, eve):
    assert browser_of(olga).post("/admin/people/person/add/", NEW).status_code == 302
    frida = Person.objects.get(email="frida@example.org")
    assert told(frida) == [
        ("add-person", olga.pk, {}, {"email": "frida@example.org", "name": "Frida", "language": "da"})
    ]
    assert eve.login(username=frida.email, password=PASSWORD)


def test_olga_closes_annas_account_and_annas_session_ends(olga, anna, browser_of):
    annas = browser_of(anna)
    form = {"email": anna.email, "name": "Anna", "language": "en", "time_zone": "Europe/Brussels"}
    assert browser_of(olga).post(f"/admin/people/person/{anna.pk}/change/", form).status_code == 302
    assert told(anna) == [("change-person", olga.pk, {"is_active": True}, {"is_active": False})]
    assert annas.get("/en/hubs/nordlys/edit/").status_code == 302


def test_olga_sets_a_passphrase_and_the_journal_does_not_hold_it(olga, anna, browser_of, eve):
    new = "quite another passphrase"
    form = {"usable_password": "true", "password1": new, "password2": new}
    assert browser_of(olga).post(f"/admin/people/person/{anna.pk}/password/", form).status_code == 302
    assert told(anna) == [("set-passphrase", olga.pk, {}, {})]
    assert eve.login(username=anna.email, password=new)


def test_nobody_is_deleted(olga, anna, browser_of):
    assert (
        browser_of(olga).post(f"/admin/people/person/{anna.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert Person.objects.filter(pk=anna.pk).exists()
