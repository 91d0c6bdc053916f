"""The share that makes a quorum is kept with the vote, and a late ballot is impossible in the database itself.

Whoever votes holds the vote's row while they do, so that closing it waits for them, and then nobody votes.
"""

from django.db import migrations, models

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


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_agenda_sent_and_answered")]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="quorum_percent",
            field=models.PositiveSmallIntegerField(default=50),
        ),
        migrations.RunSQL(CLOSE, OPEN),
    ]
