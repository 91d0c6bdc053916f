"""The database itself refuses to change or remove what the journal says."""

from django.db import migrations

REFUSE = """
create function journal_refuses() returns trigger language plpgsql as $$
begin
    raise exception 'The journal is append-only: % is refused.', lower(tg_op)
        using errcode = 'insufficient_privilege';
end $$;

create trigger journal_entries_stay before update or delete on kernel_journalentry
    for each row execute function journal_refuses();

create trigger journal_stays before truncate on kernel_journalentry
    for each statement execute function journal_refuses();
"""

ALLOW = """
drop trigger journal_stays on kernel_journalentry;
drop trigger journal_entries_stay on kernel_journalentry;
drop function journal_refuses();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
