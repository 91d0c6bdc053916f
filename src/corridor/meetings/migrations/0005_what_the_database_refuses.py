"""A late ballot and a silent change of approved minutes are impossible in the database itself.

Whoever votes holds the vote's row while they do, so that closing it waits for them, and then nobody votes.
"""

from django.db import migrations

CLOSE = """
create function meetings_vote_takes(wanted bigint) returns void language plpgsql as $$
declare
    held meetings_vote;
begin
    select * into held from meetings_vote where id = wanted for share;
    if held.counted_at is not null or held.cancelled_at is not null
            or clock_timestamp() >= held.closes_at then
        raise exception 'The vote % is not open.', wanted using errcode = 'check_violation';
    end if;
end $$;

create function meetings_ballot_in_time() returns trigger language plpgsql as $$
begin
    perform meetings_vote_takes(new.vote_id);
    return new;
end $$;

create trigger ballot_in_time before insert or update on meetings_voteballot
    for each row execute function meetings_ballot_in_time();

create trigger elector_in_time before update on meetings_elector for each row
    when (old.voted is distinct from new.voted or old.recused_by_id is distinct from new.recused_by_id
          or old.hub_id is distinct from new.hub_id or old.vote_id is distinct from new.vote_id)
    execute function meetings_ballot_in_time();
"""

OPEN = """
drop trigger elector_in_time on meetings_elector;
drop trigger ballot_in_time on meetings_voteballot;
drop function meetings_ballot_in_time();
drop function meetings_vote_takes(bigint);
"""

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
    dependencies = [("meetings", "0004_what_becomes_of_meetings")]
    operations = [migrations.RunSQL(CLOSE, OPEN), migrations.RunSQL(REFUSE, ALLOW)]
