"""Whoever holds the database cannot quietly rewrite what the journal says."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from corridor.kernel import journal
from corridor.kernel.journal import JournalEntry


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "verb"),
    [
        ("update kernel_journalentry set verb = 'nothing'", "update"),
        ("delete from kernel_journalentry", "delete"),
        ("truncate kernel_journalentry", "truncate"),
    ],
)
def test_the_database_refuses_to_change_the_journal(hub, olga, statement, verb):
    with connection.cursor() as cursor:
        cursor.execute("alter table kernel_journalentry enable trigger journal_stays")
        entry = journal.record("edit-hub", hub, by=olga, before={"city": ""}, after={"city": "Tromsø"})
        cursor.execute("set constraints all immediate")
        with pytest.raises(ProgrammingError) as refusal, transaction.atomic():
            cursor.execute(statement)
    assert str(refusal.value).splitlines()[0] == f"The journal is append-only: {verb} is refused."
    assert JournalEntry.objects.filter(pk=entry.pk, verb="edit-hub", after={"city": "Tromsø"}).count() == 1


@pytest.mark.django_db
def test_many_entries_are_written_at_once_and_without_secrets(
    hub, other_hub, olga, django_assert_num_queries
):
    with django_assert_num_queries(1):
        journal.record_many(
            "import", [(hub, {}, {"name": "a", "token": "x"}), (other_hub, {"name": "b"}, {})], by=olga
        )
    entries = JournalEntry.objects.filter(verb="import").order_by("pk")
    assert list(entries.values_list("record_id", "by", "before", "after")) == [
        (str(hub.pk), olga.pk, {}, {"name": "a"}),
        (str(other_hub.pk), olga.pk, {"name": "b"}, {}),
    ]
