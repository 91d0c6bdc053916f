"""The database itself refuses to change what a version said or how a review ended, and to remove what was
shared. It lets go of a person: of a name where the account goes, of words where a person is erased."""

from django.db import migrations

REFUSE = """
create function catalogue_stays() returns trigger language plpgsql as $$
declare
    people text[] := array['by_id', 'submitted_by_id'];
    words text[] := array['values', 'comment'];
begin
    if tg_op = 'DELETE' then
        if not exists (select from catalogue_service s where s.id = old.service_id and s.shared_at is not null) then
            return old;
        end if;
    elsif (to_jsonb(old) - people) = (to_jsonb(new) - people)
          and not exists (select from unnest(people) p where to_jsonb(new)->>p <> coalesce(to_jsonb(old)->>p, '')) then
        return new;
    elsif current_setting('corridor.forgetting', true) = 'on'
          and (to_jsonb(old) - words) = (to_jsonb(new) - words) then
        return new;
    end if;
    raise exception 'What was shared keeps its history: % is refused.', lower(tg_op)
        using errcode = 'insufficient_privilege';
end $$;

create trigger versions_stay before update or delete on catalogue_serviceversion
    for each row execute function catalogue_stays();

create trigger reviews_stay before update or delete on catalogue_review
    for each row execute function catalogue_stays();
"""

ALLOW = """
drop trigger reviews_stay on catalogue_review;
drop trigger versions_stay on catalogue_serviceversion;
drop function catalogue_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
