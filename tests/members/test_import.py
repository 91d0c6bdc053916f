"""Dora moderates the group and takes the catalogue's spreadsheet in; sometimes she takes it back."""

from __future__ import annotations

from collections import Counter

import pytest

from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.sheets.counting import counts_of
from corridor.members import actions as members
from corridor.members.enums import Source
from corridor.members.imports import actions, exporting, queries
from corridor.members.imports.images import images_of
from corridor.members.imports.models import ImportRow, ImportRun, RunState
from corridor.members.imports.notes import sentence
from corridor.members.models import GroupMembership, Hub, HubTag
from corridor.members.signals import hubs_changed

from .catalogue import NORDHAVN, TERRA, comma_separated, xlsx

pytestmark = pytest.mark.django_db


def take_in(content: bytes, by=None, *, good_rows_only: bool = False) -> ImportRun:
    return actions.import_hubs(
        by=by, content=content, file_name="catalogue.xlsx", good_rows_only=good_rows_only
    )


def preview(content: bytes, by=None) -> ImportRun:
    return actions.preview_import(by=by, content=content, file_name="catalogue.xlsx")


def counts(run: ImportRun) -> tuple[int, ...]:
    return tuple(counts_of(run).values())


def state_of_hubs() -> dict[str, dict]:
    """Everything an import may touch, by slug; without ids, which an undo does not bring back."""
    hubs = {hub.pk: hub.slug for hub in Hub.objects.all()}
    return {hubs[pk]: image for pk, image in images_of(Hub.objects.all()).items()}


def reasons(run: ImportRun) -> list[tuple[int, list[str]]]:
    return [(row.number, [sentence(one) for one in row.reasons]) for row in queries.rows_of(run, "refused")]


def warnings(run: ImportRun) -> list[tuple[int, list[str]]]:
    return [(row.number, [sentence(one) for one in row.warnings]) for row in run.rows.exclude(warnings=[])]


def tags(hub: Hub) -> dict[str, int | None]:
    return {tag.term.code: tag.level for tag in hub.tags.all()}


# What a file becomes


def test_a_row_becomes_a_hub_with_its_tags_and_place(dora):
    run = take_in(xlsx(NORDHAVN), dora)
    hub = Hub.objects.get(slug="nordhavn")
    assert counts(run) == (1, 1, 0, 0, 0)
    assert (hub.name, hub.title, hub.kind, hub.country_id) == (
        "Nordhavn",
        "Nordhavn Hub for Ports",
        "EDIH",
        "NO",
    )
    assert hub.description == {"en": "We help ports and the yards around them to go digital."}
    assert (hub.address, hub.city) == ("Havnegata 7, 7010 Trondheim, Norway", "Trondheim")
    assert (hub.latitude, hub.region_id, hub.email) == (None, None, "")
    assert (hub.website, hub.source, hub.edited_fields) == (
        "https://nordhavn.example/",
        Source.CATALOGUE,
        [],
    )
    assert tags(hub) == {
        "Maritime": 5,
        "Transport & Mobility": 3,
        "Ecosystem building": 4,
        "Communication network": 5,
        "Micro- and nanoelectronics, optoelectronics": 2,
    }


def test_the_contact_persons_name_is_nowhere_in_the_database(dora):
    take_in(xlsx(NORDHAVN), dora)
    stored = [*ImportRow.objects.values_list("facts", "before", "after", "reasons", "warnings")]
    stored += [*JournalEntry.objects.values_list("before", "after"), *Hub.objects.values_list()]
    assert "Nordmann" not in str(stored)
    assert "Havnegata" in str(stored)


def test_an_unknown_label_is_a_warning_and_the_word_website_is_no_website(dora):
    run = take_in(xlsx(TERRA), dora)
    hub = Hub.objects.get(slug="terra")
    assert (hub.country_id, hub.website, tags(hub)) == ("TR", "", {"Robotics": 3})
    text = "“data” is not in the official list of “Formatted technologies”; it is left out."
    assert warnings(run) == [(2, [text])]


def test_rows_that_cannot_be_hubs_are_refused_with_number_and_reason(dora):
    run = preview(
        xlsx(
            NORDHAVN,
            NORDHAVN | {"name": "", "title": " "},
            NORDHAVN | {"name": "Atlantis", "country": "Atlantis"},
            NORDHAVN | {"name": "Odd", "kind": "HUB"},
            NORDHAVN | {"title": "NORDHAVN  hub for ports"},
            NORDHAVN | {"name": "Long", "title": "x" * 501},
        ),
        dora,
    )
    assert counts(run) == (6, 1, 0, 0, 5)
    assert reasons(run) == [
        (3, ["The column “EDIH Name” is empty.", "The column “EDIH Title” is empty."]),
        (4, ["“Atlantis” is no country that the catalogue knows."]),
        (5, ["“HUB” is no kind of hub; there are: EDIH, Seal of Excellence, DIH."]),
        (6, ["This is the same hub as in row 2."]),
        (7, ["The column “EDIH Title” holds more than 500 characters."]),
    ]


def test_a_csv_row_with_too_many_cells_is_refused(dora):
    content = comma_separated(NORDHAVN, TERRA).replace("Robotics - 3", "Robotics - 3,more").encode()
    content = content.replace(b'"data - 4, Robotics - 3,more"', b'"data - 4",more')
    assert reasons(preview(content, dora)) == [(3, ["The row has more cells than the header."])]


def test_another_spreadsheet_is_refused_as_a_whole(dora):
    with pytest.raises(Refused) as refusal:
        preview(b"EDIH Name,EDIH Title,Country,EDIH/SoE,Website\nA,B,Norway,DIH,\n", dora)
    assert str(refusal.value.text) == (
        "This is not the catalogue's export: it lacks the columns “Description (indexed field)”, "
        "“Contact Location”, “Formatted sectors”, “Formatted services”, “Formatted technologies”."
    )
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_same_rows_as_csv_are_the_same_hubs(dora, encoding, separator):
    take_in(xlsx(NORDHAVN, TERRA), dora)
    run = take_in(comma_separated(NORDHAVN, TERRA, separator=separator).encode(encoding), dora)
    assert counts(run) == (2, 0, 0, 2, 0)


# All or nothing, preview, twice


def test_one_bad_row_keeps_all_rows_out_unless_dora_wants_the_good_ones(dora):
    content = xlsx(NORDHAVN, TERRA | {"country": "Atlantis"})
    run = preview(content, dora)
    with pytest.raises(Refused) as refusal:
        actions.apply_import(by=dora, run=run)
    assert str(refusal.value.text) == (
        "1 row cannot be imported, so nothing was. Correct the file, or choose to import the good rows only."
    )
    assert list(Hub.objects.values_list("slug")) == []
    actions.apply_import(by=dora, run=run, good_rows_only=True)
    assert list(Hub.objects.values_list("slug")) == [("nordhavn",)]


def test_a_preview_changes_no_hub(dora, hub):
    before = state_of_hubs()
    run = preview(xlsx(NORDHAVN, TERRA), dora)
    assert (counts(run), run.state) == ((2, 2, 0, 0, 0), RunState.PREVIEWED)
    assert state_of_hubs() == before


def test_the_same_file_twice_changes_nothing_the_second_time(dora):
    take_in(xlsx(NORDHAVN, TERRA), dora)
    before = list(Hub.objects.order_by("pk").values()), list(HubTag.objects.order_by("pk").values())
    run = take_in(xlsx(TERRA, NORDHAVN), dora)
    assert counts(run) == (2, 0, 0, 2, 0)
    assert (list(Hub.objects.order_by("pk").values()), list(HubTag.objects.order_by("pk").values())) == before


def test_a_changed_row_shows_before_and_after_field_by_field(dora):
    take_in(xlsx(NORDHAVN), dora)
    changed = NORDHAVN | {"kind": "Seal of Excellence", "sectors": "Maritime - 2, Fishery - 4"}
    run = preview(xlsx(changed), dora)
    row = run.rows.get()
    assert (row.before, row.after) == (
        {"kind": "EDIH", "sectors": {"maritime": 5, "transport-mobility": 3}},
        {"kind": "Seal of Excellence", "sectors": {"maritime": 2, "fishery": 4}},
    )
    assert queries.differences(row, queries.tag_labels()) == [
        ("kind", "EDIH", "Seal of Excellence"),
        ("sectors", "Maritime: 5; Transport & Mobility: 3", "Fishery: 4; Maritime: 2"),
    ]
    actions.apply_import(by=dora, run=run)
    hub = Hub.objects.get()
    assert (hub.kind, hub.version, tags(hub)["Fishery"]) == ("Seal of Excellence", 2, 4)


def test_a_preview_that_is_out_of_date_is_renewed_and_nothing_written(dora):
    take_in(xlsx(NORDHAVN), dora)
    run = preview(xlsx(NORDHAVN | {"kind": "DIH"}), dora)
    take_in(xlsx(NORDHAVN | {"kind": "Seal of Excellence"}), dora)
    with pytest.raises(Conflict) as conflict:
        actions.apply_import(by=dora, run=run)
    assert str(conflict.value.text) == (
        "Hubs have changed since this preview. It has been renewed: please look again."
    )
    assert Hub.objects.get().kind == "Seal of Excellence"
    assert run.rows.get().before == {"kind": "Seal of Excellence"}
    actions.apply_import(by=dora, run=run)
    assert Hub.objects.get().kind == "DIH"


def test_an_import_is_applied_once_however_often_the_button_is_pressed(dora):
    run = preview(xlsx(NORDHAVN), dora)
    actions.apply_import(by=dora, run=run)
    with pytest.raises(Conflict) as conflict:
        actions.apply_import(by=dora, run=run)
    assert str(conflict.value.text) == "This import is already in another state: imported."
    assert Hub.objects.count() == 1


def test_hubs_that_left_the_catalogue_stay_and_are_counted(dora, hub):
    take_in(xlsx(NORDHAVN, TERRA), dora)
    run = take_in(xlsx(NORDHAVN), dora)
    assert (run.absent, Hub.objects.count()) == (1, 3)


# What a hub wrote itself


def test_what_the_hub_wrote_itself_stays(dora, anna):
    take_in(xlsx(NORDHAVN), dora)
    hub = Hub.objects.get(slug="nordhavn")
    mine = {
        "title": "Our own title",
        "description": hub.description | {"da": "Vi hjælper havne."},
        "sectors": {"fishery": 0},
        "city": "Malvik",
    }
    hub = members.edit_hub(by=anna, hub=hub, version=1, values=members.profile_of(hub) | mine)
    assert hub.edited_fields == ["city", "description.da", "sectors", "title"]
    newer = NORDHAVN | {
        "title": "Nordhavn Hub for Ports and Yards",
        "description": "Newer words for ports.",
        "sectors": "Maritime - 1",
        "location": "Kaia 1, 7041 Trondheim, Norway",
        "kind": "DIH",
    }
    take_in(xlsx(newer), dora)
    hub.refresh_from_db()
    assert (hub.title, hub.city, tags(hub)["Fishery"]) == ("Our own title", "Malvik", None)
    assert hub.description == {"en": "Newer words for ports.", "da": "Vi hjælper havne."}
    assert (hub.kind, hub.address) == ("DIH", "Kaia 1, 7041 Trondheim, Norway")
    assert Hub.objects.filter(source=Source.CATALOGUE).count() == 1


def test_a_hub_entered_here_is_found_again_and_only_completed(dora, hub):
    row = NORDHAVN | {
        "name": "Nordlys",
        "title": "Nordlys Digital Innovation Hub",
        "description": "Other words and more of them.",
    }
    run = take_in(xlsx(row), dora)
    hub.refresh_from_db()
    assert counts(run) == (1, 0, 1, 0, 0)
    assert hub.description == {"en": "Private 5G networks for ports and fish farms."}
    assert (hub.website, hub.source) == ("https://nordhavn.example/", Source.CORRIDOR)


def test_a_place_that_the_hub_left_does_not_linger(dora):
    take_in(xlsx(NORDHAVN), dora)
    Hub.objects.update(latitude=63.43, longitude=10.39, region="NO060")
    take_in(xlsx(NORDHAVN | {"location": "Torget 1, 5003 Bergen, Norway"}), dora)
    hub = Hub.objects.get()
    assert (hub.city, hub.latitude, hub.longitude, hub.region_id) == ("Bergen", None, None, None)


def test_a_place_that_somebody_found_for_the_hub_stays_while_its_address_does(dora):
    take_in(xlsx(NORDHAVN), dora)
    Hub.objects.update(city="Trondheim sentrum", latitude=63.43, longitude=10.39)
    assert counts(take_in(xlsx(NORDHAVN), dora)) == (1, 0, 0, 1, 0)


# Undo


def test_undo_puts_back_exactly_what_was(dora, hub, other_hub):
    take_in(xlsx(NORDHAVN), dora)
    before = state_of_hubs()
    changed = NORDHAVN | {"title": "Renamed", "technologies": "", "website": "", "location": "Oslo, Norway"}
    run = take_in(xlsx(changed, TERRA), dora)
    assert state_of_hubs() != before
    run = actions.undo_import(by=dora, run=run)
    assert state_of_hubs() == before
    assert (run.state, run.said) == (RunState.UNDONE, [])
    assert counts(take_in(xlsx(NORDHAVN), dora)) == (1, 0, 0, 1, 0)


def test_undo_keeps_what_was_edited_since_and_says_so(dora, anna):
    run = take_in(xlsx(NORDHAVN, TERRA), dora)
    hub = Hub.objects.get(slug="nordhavn")
    members.edit_hub(by=anna, hub=hub, version=1, values=members.profile_of(hub) | {"city": "Malvik"})
    run = actions.undo_import(by=dora, run=run)
    assert [sentence(said) for said in run.said] == [
        "Nordhavn was changed after this import and stays as it is."
    ]
    assert list(Hub.objects.filter(source=Source.CATALOGUE).values_list("slug", "city")) == [
        ("nordhavn", "Malvik")
    ]


def test_undo_keeps_a_hub_to_which_something_holds_on(dora, group):
    run = take_in(xlsx(NORDHAVN, TERRA), dora)
    GroupMembership.objects.create(group=group, hub=Hub.objects.get(slug="terra"), since="2026-01-01")
    run = actions.undo_import(by=dora, run=run)
    assert [sentence(said) for said in run.said] == [
        "Terra has been given seats, memberships or other records since, and stays."
    ]
    assert list(Hub.objects.filter(source=Source.CATALOGUE).values_list("slug")) == [("terra",)]


def test_an_import_is_undone_once(dora):
    run = actions.undo_import(by=dora, run=take_in(xlsx(NORDHAVN), dora))
    with pytest.raises(Conflict):
        actions.undo_import(by=dora, run=run)


def test_the_journal_tells_who_imported_what_and_search_is_told(dora):
    heard = []

    def listen(sender, ids, **kwargs):
        heard.append(ids)

    hubs_changed.connect(listen)
    try:
        run = take_in(xlsx(NORDHAVN), dora)
        pk = Hub.objects.get().pk
        actions.undo_import(by=dora, run=run)
    finally:
        hubs_changed.disconnect(listen)
    entries = list(JournalEntry.objects.order_by("pk").values_list("verb", "by", "record_type"))
    assert heard == [[pk], [pk]]
    assert entries[-4:] == [
        ("import", dora.pk, "members.hub"),
        ("apply-import", dora.pk, "members.importrun"),
        ("undo-import", dora.pk, "members.hub"),
        ("undo-import", dora.pk, "members.importrun"),
    ]


# The real file


@pytest.mark.slow
@pytest.mark.slow
def test_the_catalogue_of_may_2025_gives_457_hubs_and_comes_back_from_its_export(shared, dora):
    content = (shared / "data" / "edih-catalogue-export-2025-05.xlsx").read_bytes()
    run = take_in(content, dora)
    assert counts(run) == (457, 457, 0, 0, 0)
    assert Counter(Hub.objects.values_list("kind", flat=True)) == {
        "EDIH": 168,
        "Seal of Excellence": 83,
        "DIH": 206,
    }
    assert Hub.objects.values("country").distinct().count() == 38
    assert Hub.objects.exclude(tags__isnull=False).count() == 152
    assert Hub.objects.exclude(website="").count() == 375
    assert Counter(len(said) for _row, said in warnings(run)) == {1: 17}
    assert sorted(Hub.objects.filter(name="DATAlife").values_list("slug", "kind")) == [
        ("datalife", "DIH"),
        ("datalife-es", "EDIH"),
    ]
    assert counts(take_in(content, dora)) == (457, 0, 0, 457, 0)
    for exported in (exporting.as_xlsx(exporting.rows()), exporting.as_csv(exporting.rows())):
        assert counts(take_in(exported, dora)) == (457, 0, 0, 457, 0)
    actions.undo_import(by=dora, run=run)
    assert (Hub.objects.count(), HubTag.objects.count()) == (0, 0)


def test_the_catalogue_takes_as_many_queries_for_two_hubs_as_for_sixty(dora):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def hubs(count: int, start: int) -> bytes:
        return xlsx(
            *[NORDHAVN | {"name": f"Hub {n}", "title": f"Hub {n}"} for n in range(start, start + count)]
        )

    take_in(hubs(2, 0), dora)
    with CaptureQueriesContext(connection) as few:
        take_in(hubs(2, 10), dora)
    with CaptureQueriesContext(connection) as many:
        take_in(hubs(60, 100), dora)
    assert len(many) == len(few)
