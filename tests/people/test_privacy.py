"""Anna sees what is held about her, takes it with her, takes back what she agreed to, and leaves for good."""

from __future__ import annotations

import json
import stat
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from corridor.kernel import privacy
from corridor.kernel.errors import NotFound
from corridor.kernel.models import JournalEntry
from corridor.kernel.traces import ERASED, Traces
from corridor.members.models import GroupRole, Seat
from corridor.people.actions import erase, save_person
from corridor.people.consent import give_consent, withdraw_consent
from corridor.people.models import Consent, Person
from corridor.people.privacy import ledger
from corridor.people.privacy.actions import erase_again, run_out
from corridor.people.signals import consent_withdrawn
from tests.people.rows import Filler, as_exported, holding

MARK, BENS = "zzkanarigulannazz", "zzwellensittichbenzz"


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def known_anna(anna):
    anna.name, anna.email = f"Anna {MARK}", f"anna.{MARK}@example.org"
    anna.save()
    return anna


@pytest.fixture
def known_ben(ben):
    ben.name, ben.email = f"Ben {BENS}", f"ben.{BENS}@example.org"
    ben.save()
    return ben


@pytest.fixture
def both(known_anna, known_ben):
    """Every table of the map has a row about Anna and one about Ben."""
    rows = Filler(known_anna, MARK).fill_in(), Filler(known_ben, BENS).fill_in()
    assert set(rows[0]) >= set(privacy.data_map())
    return rows


# Consent


def test_consent_keeps_the_words_and_is_given_once(anna):
    words = "Show my phone number to people of my groups."
    first = give_consent(by=anna, purpose="contact-phone", text=words)
    assert give_consent(by=anna, purpose="contact-phone", text=words) == first  # case 34: sent twice
    newer = give_consent(by=anna, purpose="contact-phone", text="Show my phone number to everybody.")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert list(Consent.objects.standing()) == [newer]
    with pytest.raises(DatabaseError, match="can be withdrawn"), transaction.atomic():
        Consent.objects.filter(pk=newer.pk).update(text="Sell my phone number.")
    with pytest.raises(DatabaseError, match="can be withdrawn"), transaction.atomic():
        Consent.objects.filter(pk=first.pk).update(withdrawn_at=None)


def test_anna_takes_a_consent_back_in_one_tap_and_ben_cannot(anna, ben, browser_of):
    consent = give_consent(by=anna, purpose="contact-phone", text="Show my phone number.")
    heard = []
    consent_withdrawn.connect(lambda consent, **_: heard.append(consent.pk), weak=False, dispatch_uid="t")
    address = f"/en/account/privacy/consents/{consent.pk}/withdrawal/"
    try:
        assert browser_of(ben).post(address).status_code == 404
        with pytest.raises(NotFound):
            withdraw_consent(by=ben, consent=consent)
        client = browser_of(anna)
        assert "Show my phone number." in client.get("/en/account/privacy/").content.decode()
        assert [client.post(address).status_code, client.post(address).status_code] == [303, 303]
    finally:
        consent_withdrawn.disconnect(dispatch_uid="t")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert heard == [consent.pk]  # case 34: tapped twice, withdrawn once
    assert JournalEntry.objects.filter(verb="withdraw-consent").count() == 1
    assert "taken back on" in client.get("/en/account/privacy/").content.decode()


# Export


def test_the_export_holds_everything_of_anna_and_nothing_of_ben(both, known_anna, browser_of):
    rows_of_anna, _ = both
    response = browser_of(known_anna).post("/en/account/privacy/export/")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "attachment" in response["Content-Disposition"]
    told = json.loads(response.content)["tables"]
    missing = []
    for label, table in privacy.data_map().items():
        given = json.dumps(told[label]["rows"], ensure_ascii=False)
        rows_of_anna[label].refresh_from_db()
        for column in set(table.columns) - set(table.withheld):
            assert told[label]["columns"][column]
            if isinstance(apps.get_model(label)._meta.get_field(column), ForeignKey):
                is_there = told[label]["rows"] != []
            elif label == "sessions.session":
                is_there = "signed in" in given
            else:
                value = getattr(rows_of_anna[label], column)
                is_there = value in (None, "") or as_exported(value) in given
            missing += [] if is_there else [f"{label}.{column}"]
    assert missing == []
    assert BENS not in response.content.decode().casefold()
    page = browser_of(known_anna).get("/en/account/privacy/data/")
    assert MARK in page.content.decode()
    assert BENS not in page.content.decode().casefold()
    assert page["Cache-Control"] == "private, no-store"


# Erasure


def test_nothing_of_anna_is_left_in_the_whole_database(both, known_anna, known_ben, dora):
    save_person(by=dora, person=known_anna, changed=["name", "email"])
    JournalEntry.objects.create(
        by=dora,
        verb="invite",
        record_type="members.hub",
        record_id="1",
        after={
            "to": f"Anna {MARK} <{known_anna.email}>",
            "hub": "Nordlys",
            "list": [{"a": known_anna.email}],
        },
    )
    bens = holding(BENS)
    assert {"people_person.email", "kernel_journalentry.after", "people_consent.text"} <= set(holding(MARK))
    erase(known_anna, by=known_anna)
    assert holding(MARK) == []
    assert holding(BENS) == bens
    assert JournalEntry.objects.get(verb="invite").after == {"to": ERASED, "hub": "Nordlys", "list": ERASED}
    known_anna.refresh_from_db()
    assert (known_anna.name, known_anna.is_active) == ("Erased person", False)
    assert known_anna.erased_at is not None
    assert JournalEntry.objects.filter(verb="erase-person", by=known_anna).count() == 1
    assert not Seat.objects.current().filter(person=known_anna).exists()
    assert not GroupRole.objects.current().filter(person=known_anna).exists()
    assert Seat.objects.filter(person=known_anna).exists()  # the hub's history stays


def test_anna_erases_herself_by_typing_her_address(anna, hub, browser_of):
    client, elsewhere = browser_of(anna), browser_of(anna)
    wrong = client.post("/en/account/erasure/", {"address": "ben@example.org"})
    assert wrong.status_code == 422
    assert "This is not the address" in wrong.content.decode()
    done = client.post("/en/account/erasure/", {"address": " ANNA@example.org "})
    assert (done.status_code, done["Location"]) == (303, "/en/account/erasure/done/")
    assert client.get(done["Location"]).status_code == 200
    for browser in (client, elsewhere):
        assert browser.get("/en/account/").status_code == 302
    assert client.post("/en/account/erasure/", {"address": "anna@example.org"}).status_code == 302
    again = Person.objects.create_user("anna@example.org", "a long enough passphrase", name="Anna")
    assert erase_again() == 0
    again.refresh_from_db()
    assert again.erased_at is None  # the number is in the ledger, not the address


def test_the_ledger_outlives_the_database(anna, ben, tmp_path):
    uid = anna.uid
    with transaction.atomic():
        erase(anna)
        transaction.set_rollback(True)  # the commit failed after the line was on the disk
    file = ledger.ledger()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "example.org" not in file.read_text()
    assert list(ledger.noted()) == [uid]
    file.write_text(file.read_text() + '{"uid": "cut o')
    other = tmp_path / "from-a-backup.jsonl"
    other.write_text(json.dumps({"uid": str(ben.uid), "at": "2026-01-01T00:00:00"}) + "\nno line\n")
    assert [ledger.take_over(other), ledger.take_over(other)] == [1, 0]
    ledger.note(uuid.uuid4())
    assert len(ledger.noted()) == 3
    assert erase_again() == 2
    assert erase_again() == 0
    assert set(Person.objects.exclude(erased_at=None)) == {anna, ben}


def test_the_journal_can_lose_a_value_and_nothing_else(anna):
    from django.db import connection

    entry = JournalEntry.objects.create(
        verb="edit-hub", record_type="members.hub", record_id="1", before={"city": "Tromsø"}, after={"n": 1}
    )
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    def changed(**values) -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select set_config('corridor.forgetting', 'on', true)")
                JournalEntry.objects.filter(pk=entry.pk).update(**values)
        except DatabaseError:
            return False
        return True

    assert not changed(before={"city": "Oslo"})
    assert not changed(before={})
    assert not changed(after={"n": 1, "more": ERASED})
    assert not changed(verb="other")
    assert changed(before={"city": ERASED})


def test_a_short_name_takes_nothing_of_others_with_it():
    traces = Traces(["Anna", "anna@example.org"])
    kept = {"text": "Annapolis and Anna", "mail": "hanna@example.org", "n": 3}
    assert traces.without(kept) == kept
    held = {"name": " anna ", "to": "x <ANNA@example.org>"}
    assert traces.without(held) == {"name": ERASED, "to": ERASED}


# Periods


def test_old_rows_go_and_young_ones_stay(anna):
    old = give_consent(by=anna, purpose="old", text="Old.")
    young = give_consent(by=anna, purpose="young", text="Young.")
    standing = give_consent(by=anna, purpose="standing", text="Standing.")
    long_ago = timezone.now() - timedelta(days=3 * 365 + 1)
    Consent.objects.filter(pk=old.pk).update(withdrawn_at=long_ago)
    withdraw_consent(by=anna, consent=young)
    assert run_out()["people.consent"] == 1
    assert set(Consent.objects.all()) == {young, standing}


def test_the_privacy_page_is_made_from_the_map(eve, settings):
    settings.OPERATOR, settings.PRIVACY_CONTACT = "Nordlys AS, Tromsø", "privacy@example.org"
    page = eve.get("/en/privacy/").content.decode()
    assert "Nordlys AS, Tromsø" in page
    assert "privacy@example.org" in page
    for table in privacy.data_map().values():
        for purpose in table.columns.values():
            assert str(purpose).replace("’", "’")[:20] in page.replace("&#x27;", "'").replace("&quot;", '"')
