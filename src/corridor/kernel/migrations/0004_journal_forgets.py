"""The journal may lose a value when a person is erased; it can still not be changed otherwise."""

from django.db import migrations

FORGET = """
create function journal_only_lost(old_values jsonb, new_values jsonb) returns boolean language sql immutable as $$
    select jsonb_typeof(old_values) = 'object' and jsonb_typeof(new_values) = 'object' and not exists (
        select from jsonb_each(old_values) o full join jsonb_each(new_values) n using (key)
         where o.value is null or n.value is null or (n.value <> o.value and n.value <> '"(erased)"'::jsonb)
    )
$$;

create or replace function journal_refuses() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if current_setting('corridor.forgetting', true) = 'on'
           and (to_jsonb(old) - 'before' - 'after') = (to_jsonb(new) - 'before' - 'after')
           and journal_only_lost(old.before, new.before) and journal_only_lost(old.after, new.after) then
            return new;
        end if;
    end if;
    raise exception 'The journal is append-only: % is refused.', lower(tg_op)
        using errcode = 'insufficient_privilege';
end $$;
"""

REFUSE = """
create or replace function journal_refuses() returns trigger language plpgsql as $$
begin
    raise exception 'The journal is append-only: % is refused.', lower(tg_op)
        using errcode = 'insufficient_privilege';
end $$;

drop function journal_only_lost(jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_journal_append_only")]
    operations = [migrations.RunSQL(FORGET, REFUSE)]
