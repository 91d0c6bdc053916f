"""The database itself refuses to change approved minutes, except by a correction that says so."""

from django.db import migrations

REFUSE = """
create function minutes_stay() returns trigger language plpgsql as $$
declare
    state text;
begin
    select m.state into state from meetings_minutes m where m.id = old.minutes_id;
    if state = 'approved' and not exists (
        select from meetings_correction c
         where c.passage_id = old.id and c.before = old.text and c.after = new.text
           and c.id = (select max(l.id) from meetings_correction l where l.passage_id = old.id)
    ) then
        raise exception 'Approved minutes change by a correction only.'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

create trigger minutes_stay before update of text on meetings_passage
    for each row when (old.text is distinct from new.text) execute function minutes_stay();

create function approval_stays() returns trigger language plpgsql as $$
begin
    raise exception 'What is approved stays approved.' using errcode = 'insufficient_privilege';
end $$;

create trigger approval_stays before update of state on meetings_minutes
    for each row when (old.state = 'approved' and new.state <> 'approved') execute function approval_stays();

create trigger corrections_stay before update of before, after on meetings_correction
    for each row when (old.before <> new.before or old.after <> new.after) execute function approval_stays();
"""

ALLOW = """
drop trigger corrections_stay on meetings_correction;
drop trigger approval_stays on meetings_minutes;
drop function approval_stays();
drop trigger minutes_stay on meetings_passage;
drop function minutes_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_what_was_asked_for")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
