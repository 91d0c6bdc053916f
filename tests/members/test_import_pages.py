"""Dora imports in the browser, without scripts; to everybody else these pages are not there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from corridor.members.imports import actions
from corridor.members.imports.models import ImportRun, RunState
from corridor.members.models import GroupRole, Hub
from corridor.members.tasks import apply_import
from corridor.members.views import imports
from tests.conftest import SINCE

from .catalogue import NORDHAVN, TERRA, xlsx

pytestmark = pytest.mark.django_db
LIST = "/en/imports/hubs/"


def upload(browser, content: bytes, name: str = "hubs.xlsx"):
    return browser.post(LIST, {"file": SimpleUploadedFile(name, content)})


def staged(by, *hubs) -> ImportRun:
    return actions.preview_import(by=by, content=xlsx(*hubs), file_name="hubs.xlsx")


def test_dora_uploads_looks_imports_and_undoes(browser_of, dora):
    browser = browser_of(dora)
    answer = upload(browser, xlsx(NORDHAVN, TERRA))
    run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{run.pk}/")
    page = browser.get(answer["Location"])
    assert [(one["code"], one["count"]) for one in page.context["filters"]] == [
        ("", 2),
        ("new", 2),
        ("changed", 0),
        ("unchanged", 0),
        ("refused", 0),
    ]
    assert not Hub.objects.exists()
    answer = browser.post(f"{LIST}{run.pk}/application/")
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{run.pk}/")
    assert list(Hub.objects.values_list("slug", flat=True)) == ["nordhavn", "terra"]
    assert browser.post(f"{LIST}{run.pk}/undoing/").status_code == 303
    assert not Hub.objects.exists()
    assert [one.state for one in browser.get(LIST).context["page"]] == [RunState.UNDONE]


def test_the_preview_says_where_a_new_hub_is(browser_of, dora):
    page = browser_of(dora).get(f"{LIST}{staged(dora, NORDHAVN, TERRA).pk}/")
    assert [one["country"] for one in page.context["rows"]] == [
        one["row"].after["country"] for one in page.context["rows"]
    ]
    assert '<span class="muted"><span lang="en">Norway</span></span>' in page.content.decode()


def test_a_refused_row_says_where_it_is_too(browser_of, dora):
    run = staged(dora, NORDHAVN | {"kind": "Club"}, NORDHAVN, NORDHAVN, NORDHAVN | {"country": "Atlantis"})
    page = browser_of(dora).get(f"{LIST}{run.pk}/?show=refused")
    assert [one["country"] for one in page.context["rows"]] == ["NO", "NO", ""]


def test_what_a_hidden_hub_says_is_not_shown_to_whoever_imports(browser_of, dora, anna, hub):
    hub.audience, hub.title, hub.catalogue_key = "hub", "Nordlys from within", ""
    hub.description = {"en": "A secret plan."}
    hub.save()
    row = NORDHAVN | {"name": hub.name, "title": hub.title, "description": "Ports.", "kind": "DIH"}
    run = staged(dora, row)
    shown = run.rows.get()
    assert (shown.outcome, shown.hub) == ("changed", hub)
    page = browser_of(dora).get(f"{LIST}{run.pk}/").content.decode()
    assert "You may not see this hub" in page
    for kept in ("A secret plan", hub.slug + "/", "<del>", "<ins>"):
        assert kept not in page
    GroupRole.objects.create(person=anna, group=hub.memberships.get().group, role="moderator", since=SINCE)
    page = browser_of(anna).get(f"{LIST}{run.pk}/").content.decode()
    assert "You may not see this hub" not in page
    assert f"/en/hubs/{hub.slug}/" in page
    assert "<ins>" in page


def test_the_preview_can_be_filtered(browser_of, dora):
    run = staged(dora, NORDHAVN, TERRA | {"country": "Atlantis"})
    page = browser_of(dora).get(f"{LIST}{run.pk}/?show=refused")
    assert [(one["row"].number, one["reasons"]) for one in page.context["rows"]] == [
        (3, ["“Atlantis” is no country that the catalogue knows."])
    ]


def test_a_bad_row_stops_the_import_until_dora_ticks_the_box(browser_of, dora):
    run = staged(dora, NORDHAVN, TERRA | {"country": "Atlantis"})
    browser = browser_of(dora)
    answer = browser.post(f"{LIST}{run.pk}/application/")
    assert (answer.status_code, Hub.objects.count()) == (422, 0)
    assert "1 row cannot be imported, so nothing was." in answer.content.decode()
    assert browser.post(f"{LIST}{run.pk}/application/", {"good_rows": "on"}).status_code == 303
    assert Hub.objects.count() == 1


def test_pressing_twice_imports_once_and_says_so(browser_of, dora):
    run, browser = staged(dora, NORDHAVN), browser_of(dora)
    statuses = [browser.post(f"{LIST}{run.pk}/application/").status_code for _ in range(2)]
    assert (statuses, Hub.objects.count()) == ([303, 409], 1)


def test_a_file_that_is_no_spreadsheet_gets_a_sentence_beside_the_field(browser_of, dora):
    answer = upload(browser_of(dora), b"%PDF-1.7\x00\x01", "hubs.pdf")
    assert (answer.status_code, answer.context["form"].errors["file"]) == (
        422,
        ["This is not a spreadsheet. Give an .xlsx or a .csv file."],
    )


def test_a_file_that_is_too_big_is_refused_before_it_is_received(browser_of, dora):
    answer = upload(browser_of(dora), b"x" * 13_000_000)
    assert (answer.status_code, ImportRun.objects.count()) == (413, 0)
    answer = upload(browser_of(dora), b"x" * 11_000_000)
    assert (answer.status_code, answer.context["form"].errors["file"]) == (
        422,
        ["This file is bigger than 10 MB."],
    )


def test_names_from_a_file_are_shown_and_never_run(browser_of, dora):
    name = "<script>alert(1)</script>"
    run = staged(dora, NORDHAVN | {"name": name})
    page = browser_of(dora).get(f"{LIST}{run.pk}/").content.decode()
    assert name not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("who", ["anna", "ben", "carla", "otto"])
def test_for_others_there_is_no_import(request, browser_of, dora, who):
    run = staged(dora, NORDHAVN)
    browser = browser_of(request.getfixturevalue(who))
    answers = [
        browser.get(LIST),
        upload(browser, xlsx(NORDHAVN)),
        browser.get(f"{LIST}{run.pk}/"),
        browser.post(f"{LIST}{run.pk}/application/"),
        browser.post(f"{LIST}{run.pk}/undoing/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert (ImportRun.objects.count(), ImportRun.objects.get().state) == (1, RunState.PREVIEWED)


def test_eve_is_asked_to_sign_in_whether_or_not_there_is_such_an_import(eve, dora):
    run = staged(dora, NORDHAVN)
    places = [eve.get(f"{LIST}{pk}/")["Location"].partition("?")[0] for pk in (run.pk, 999_999)]
    assert places == ["/en/sign-in/", "/en/sign-in/"]


def test_the_operator_may_import_too(browser_of, olga):
    assert browser_of(olga).get(LIST).status_code == 200


def test_a_moderator_whose_term_is_over_may_not(browser_of, dora):
    dora.group_roles.update(since="2020-01-01", until="2021-12-31")
    assert browser_of(dora).get(LIST).status_code == 404


def test_a_large_file_is_left_to_the_worker(browser_of, dora, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from corridor.members.views import imports

    monkeypatch.setattr(imports, "FOR_THE_WORKER", 1)
    run = staged(dora, NORDHAVN, TERRA)
    assert browser_of(dora).post(f"{LIST}{run.pk}/application/").status_code == 303
    run.refresh_from_db()
    job = ProcrastinateJob.objects.get(task_name="members.apply_import")
    assert (run.state, Hub.objects.count()) == (RunState.RUNNING, 0)
    apply_import(**job.args)
    run.refresh_from_db()
    assert (run.state, Hub.objects.count()) == (RunState.APPLIED, 2)


def test_an_import_whose_worker_was_killed_is_started_again_and_done_once(browser_of, dora, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    monkeypatch.setattr(imports, "FOR_THE_WORKER", 1)
    run, browser = staged(dora, NORDHAVN, TERRA), browser_of(dora)
    statuses = [browser.post(f"{LIST}{run.pk}/application/").status_code for _ in range(2)]
    jobs = list(ProcrastinateJob.objects.filter(task_name="members.apply_import"))
    for job in jobs:
        apply_import(**job.args)
    run.refresh_from_db()
    assert (statuses, len(jobs)) == ([303, 303], 2)
    assert (run.state, run.said, Hub.objects.count()) == (RunState.APPLIED, [], 2)


def test_what_stops_the_worker_is_said_on_the_page(browser_of, dora):
    run = staged(dora, NORDHAVN, TERRA | {"country": "Atlantis"})
    ImportRun.objects.update(state=RunState.RUNNING)
    apply_import(run_id=run.pk, by_id=dora.pk, good_rows_only=False)
    page = browser_of(dora).get(f"{LIST}{run.pk}/")
    assert page.context["said"] == [
        "1 row cannot be imported, so nothing was. Correct the file, or choose to import the good rows only."
    ]
    assert page.context["may_apply"]


def test_the_list_asks_as_little_for_thirty_imports_as_for_one(browser_of, dora, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = browser_of(dora)
    staged(dora, NORDHAVN)
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for _ in range(15):
        staged(dora, NORDHAVN, TERRA)
    with django_assert_num_queries(len(one)):
        browser.get(LIST)


@pytest.mark.parametrize(("name", "start"), [("export.xlsx", b"PK"), ("export.csv", b"\xef\xbb\xbf")])
def test_everybody_can_download_public_hubs_and_importing_them_changes_nothing(
    eve, dora, hub, other_hub, name, start
):
    other_hub.audience = "group"
    other_hub.save()
    answer = eve.get(f"/en/hubs/{name}")
    assert answer["Content-Disposition"] == f'attachment; filename="hubs.{name.rpartition(".")[2]}"'
    assert answer.content.startswith(start)
    run = actions.preview_import(by=dora, content=answer.content, file_name=name)
    assert list(run.rows.values_list("label", "outcome")) == [("Nordlys", "unchanged")]
