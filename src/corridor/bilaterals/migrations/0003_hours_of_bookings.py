"""A booking has the hours of its slot, and its people those of the booking: what is excluded is what is true."""

from django.db import migrations

FOLLOWS = """
    alter table {table} add constraint {table}_hours
    foreign key ({column}, starts_at, ends_at) references {other} (id, starts_at, ends_at)
    on update cascade deferrable initially deferred
"""
WHOLE = "alter table {other} add constraint {other}_whole unique (id, starts_at, ends_at)"
DROP_WHOLE = "alter table {other} drop constraint {other}_whole"
DROP = "alter table {table} drop constraint {table}_hours"


def _add(table: str, column: str, other: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(WHOLE.format(other=other), DROP_WHOLE.format(other=other)),
        migrations.RunSQL(
            FOLLOWS.format(table=table, column=column, other=other), DROP.format(table=table)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("bilaterals", "0002_initial")]

    operations = [
        *_add("bilaterals_bookedparty", "booking_id", "bilaterals_booking"),
        *_add("bilaterals_booking", "slot_id", "bilaterals_slot"),
    ]
