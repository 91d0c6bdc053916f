"""Security case 40: Anna was erased, then the server burned down, and only an older backup is left."""

from __future__ import annotations

import json

from psycopg import sql

from corridor.operations.backup.reading import unpack

MARK = "zzkanarigulzz"
ADDRESS = f"anna.{MARK}@example.org"
ANNA = f"""
from corridor.kernel import journal
from corridor.members.models import Hub, Seat
from corridor.people.actions import save_person
from corridor.people.consent import give_consent
from corridor.people.models import Person
anna = Person(email="{ADDRESS}", name="Anna {MARK}")
save_person(by=None, person=anna, changed=["email", "name"])
hub = Hub.objects.order_by("pk").first()
Seat.objects.create(person=anna, hub=hub, role="editor", since="2026-01-01")
journal.record("edit-hub", hub, by=anna, before={{"email": ""}}, after={{"email": "{ADDRESS}"}})
give_consent(by=anna, purpose="contact", text="Show the address of Anna {MARK}.")
print(anna.uid)
"""
STANDING = """
import json
from corridor.kernel.models import JournalEntry
from corridor.people.models import Person
person = Person.objects.get(uid="{uid}")
acts = list(JournalEntry.objects.filter(by=person).order_by("id").values_list("verb", flat=True))
print(json.dumps([person.name, person.is_active, "edit-hub" in acts]))
"""


def holding(installation) -> list[str]:
    """Tables with a row that, as text, holds the mark: what a dump of the database would hold."""
    query = sql.SQL("select 1 from {} t where t::text ilike %s limit 1")
    with installation.database() as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [
            name
            for (name,) in tables.fetchall()
            if connection.execute(query.format(sql.Identifier(name)), [f"%{MARK}%"]).fetchone()
        ]


def test_anna_stays_erased_after_an_older_backup_is_restored(demo, unused, tmp_path):
    uid = demo.python(ANNA)
    assert {"people_person", "kernel_journalentry", "people_consent"} <= set(holding(demo))
    demo.run("backup", str(tmp_path / "before.tar.gz"))
    said = demo.run("erase", ADDRESS.upper(), "--yes")
    assert f"Erased: account {uid}." in said
    assert holding(demo) == []
    ledger = demo.folder / "erased.jsonl"
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert [json.loads(line)["uid"] for line in ledger.read_text().splitlines()] == [uid]
    demo.run("backup", str(tmp_path / "after.tar.gz"))
    unpack(tmp_path / "after.tar.gz", tmp_path / "after")  # a backup carries the list of its time
    assert (tmp_path / "after" / "erased.jsonl").read_bytes() == ledger.read_bytes()

    said = unused.run("restore", str(tmp_path / "before.tar.gz"), "--erased", str(ledger))

    assert "Erased again: 1 people whose rows had come back." in said
    assert holding(unused) == []
    assert json.loads(unused.python(STANDING.format(uid=uid))) == ["Erased person", False, True]
    assert (unused.folder / "erased.jsonl").read_text() == ledger.read_text()
