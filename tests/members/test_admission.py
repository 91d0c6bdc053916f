"""Eve's hub wants to join. Dora and Cora moderate, Tess helps; nobody else ever sees what Eve wrote."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.admission import actions, evidence
from corridor.members.admission.actions.reviews import announce
from corridor.members.admission.enums import ApplicationState
from corridor.members.admission.models import Application, Claim
from corridor.members.admission.privacy import expire_applications
from corridor.members.enums import SeatRole
from corridor.members.groups.models import Criterion
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.post.models import Letter, Notice
from tests.conftest import SINCE, seated
from tests.members.admission import interest, letters_to, link_in, stamp_of

pytestmark = pytest.mark.django_db
JOIN, LIST = "/en/smart-connectivity/join/", "/en/smart-connectivity/applications/"
EVE = "eve@fjordlab.example"


@pytest.fixture
def criterion(group) -> Criterion:
    return Criterion.objects.create(group=group, text={"en": "A test bed of your own"}, is_required=True)


@pytest.fixture
def applied(eve, group, dora, cora, criterion) -> Application:
    """Eve has applied and confirmed."""
    sent = eve.post(JOIN, interest(**{f"criterion-{criterion.pk}": "A ferry."}))
    assert (sent.status_code, sent["Location"]) == (303, f"{JOIN}sent/")
    follow = link_in("application-confirm", "applications")
    assert eve.post(f"{follow}confirmation/").status_code == 303
    return Application.objects.get()


def test_eve_applies_and_confirms(eve, browser_of, group, dora, cora, criterion):
    assert eve.get(JOIN, {"q": "Fjordlab"}).status_code == 200
    eve.post(JOIN, interest(**{f"criterion-{criterion.pk}": "A ferry."}))
    assert letters_to(EVE) == ["application-confirm"]
    follow = link_in("application-confirm", "applications")

    # Programs that look through mails follow links: looking changes nothing, and moderators know nothing.
    page = eve.get(follow)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]
    moderator = browser_of(dora)
    assert not moderator.get(LIST).context["page"].object_list
    assert letters_to("dora@example.org") == []

    eve.post(f"{follow}confirmation/")
    eve.post(f"{follow}confirmation/")  # pressed twice, told once
    assert letters_to("dora@example.org") == letters_to("cora@example.org") == ["application-arrived"]
    application = Application.objects.get()
    assert application.due_on == timezone.localdate() + timedelta(days=14)


def test_dora_asks_eve_answers_by_link_and_is_admitted(
    eve, browser_of, group, hub, anna, dora, cora, applied
):
    moderator, application = browser_of(dora), applied
    follow = link_in("application-confirm", "applications")
    address = f"{LIST}{application.pk}/"
    file = moderator.get(address)
    assert "A ferry." in file.content.decode()
    assert "It is at the hub’s own domain, fjordlab.example." in file.content.decode()
    answer = application.answers.get()
    found = {
        f"fit-{answer.pk}": "unclear",
        f"note-{answer.pk}": "How big?",
        f"stamp-{answer.pk}": answer.stamp,
    }
    assert moderator.post(f"{address}checks/", found).status_code == 303
    assert (
        moderator.post(f"{address}questions/", {"question-text": "How big is the ferry?"}).status_code == 303
    )

    asked = link_in("application-question", "applications")
    assert asked != follow
    page = eve.get(asked).content.decode()
    assert "How big is the ferry?" in page
    assert "How big?<" not in page  # the note is for moderators
    assert "Dora" not in page
    assert eve.post(f"{asked}messages/", {"text": " "}).status_code == 422
    assert eve.post(f"{asked}messages/", {"text": "Ninety metres."}).status_code == 303
    assert "Ninety metres." in eve.get(follow).content.decode()  # the first link works as well
    assert letters_to("cora@example.org")[-1] == "application-answered"

    admitted = moderator.post(f"{address}admission/", {"admission-hub": ""})
    assert (admitted.status_code, admitted["Location"]) == (303, address)
    new = Hub.objects.get(name="Fjordlab")
    assert (new.slug, new.source, new.audience, new.country_id) == ("fjordlab", "corridor", "public", "NO")
    membership = GroupMembership.objects.get(group=group, hub=new)
    person = Person.objects.get(email=EVE)
    assert not person.has_usable_password()
    assert Seat.objects.get(person=person).role == SeatRole.EDITOR
    assert letters_to(EVE)[-1] == "application-admitted"
    assert "/en/hubs/fjordlab/edit/" in Letter.objects.get(kind="application-admitted").text
    announce(membership)
    announce(membership)
    assert Notice.objects.filter(kind="hub-joined", person=anna).count() == 1
    assert eve.get(follow).context["admitted"]

    mine = browser_of(person)
    assert mine.get("/en/hubs/fjordlab/edit/").status_code == 200
    assert mine.get("/en/hubs/fjordlab/people/").status_code == 200
    verbs = list(
        JournalEntry.objects.filter(record_type="members.application").values_list("verb", flat=True)
    )
    assert verbs == [
        "admit-hub",
        "answer-moderators",
        "ask-applicant",
        "check-application",
        "confirm-application",
        "express-interest",
    ]
    said = str(list(JournalEntry.objects.values_list("before", "after")))
    assert all(word not in said for word in ("Ninety", "How big", "ferries", EVE))


def test_a_hub_of_the_catalogue_is_found_and_its_facts_are_not_asked_again(eve, group, other_hub, hub, dora):
    found = eve.get(JOIN, {"q": "workshop"})
    assert found.context["hubs"] == []
    found = eve.get(JOIN, {"q": "sørvest"}).content.decode()
    assert "?hub=sorvest" in found
    form = eve.get(JOIN, {"hub": "sorvest"})
    assert "hub_name" not in form.context["form"].fields
    sent = interest(hub="sorvest", hub_audience="hub")
    del sent["new"]
    assert eve.post(JOIN, sent).status_code == 303
    application = Application.objects.get()
    assert (application.hub, application.hub_name, application.is_new_hub) == (other_hub, "Sørvest", False)
    # Nordlys is a member: it need not apply, and its people claim their seat.
    assert "already" in eve.get(JOIN, {"hub": "nordlys"}).content.decode()
    assert eve.get(JOIN, {"hub": "verborgen"}).status_code == 404
    assert eve.post(JOIN, {}).status_code == 422


def test_nothing_is_lost_on_errors(eve, group, criterion):
    answer = eve.post(JOIN, interest(email="nonsense", consent="", hub_name="Fjordläb"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "consent", f"criterion-{criterion.pk}"}
    page = answer.content.decode()
    assert all(kept in page for kept in ("Fjordläb", "ferries", "Eve Strand", "director"))
    assert "error-summary" in page
    assert not Application.objects.exists()


def test_machines_are_kept_away_and_people_get_their_words_back(eve, group, dora):
    for sent in (
        interest(trap="https://spam.example"),
        interest(opened=stamp_of(timedelta(seconds=0))),
        interest(opened=""),
        interest(opened="forged:1:2"),
    ):
        answer = eve.post(JOIN, sent)
        assert answer.status_code == 422
        assert "ferries" in answer.content.decode()
    assert not Letter.objects.exists()
    # A page that lay open for ten days: the answer carries a stamp with which sending again works.
    answer = eve.post(JOIN, interest(opened=stamp_of(timedelta(days=10))))
    assert answer.context["form"]["opened"].value() != stamp_of(timedelta(days=10))
    # Five letters an hour to one address, whoever asks; then the form comes back with everything in it.
    for _ in range(5):
        assert eve.post(JOIN, interest()).status_code == 303
    answer = eve.post(JOIN, interest(), headers={"X-Forwarded-For": "192.0.2.77"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "ferries" in answer.content.decode()
    assert letters_to("dora@example.org") == []


def test_one_peer_cannot_write_to_everybody(eve, group):
    """Twenty an hour from one address of the network, whatever a header says about others."""
    sent = [
        eve.post(JOIN, interest(email=f"eve{n}@example.net"), headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(21)
    ]
    assert [answer.status_code for answer in sent] == [303] * 20 + [429]


def test_an_application_that_nobody_confirms_goes_after_a_week(eve, group, applied):
    eve.post(JOIN, interest(email="other@fjordlab.example", **_answers(applied)))
    Application.objects.filter(email__startswith="other").update(
        created_at=timezone.now() - timedelta(days=8)
    )
    assert expire_applications() == 1
    applied.refresh_from_db()
    Application.objects.update(decided_at=timezone.now() - timedelta(days=366))
    assert expire_applications() == 1


def _answers(application: Application) -> dict[str, str]:
    return {f"criterion-{one.criterion_id}": "Yes." for one in application.answers.all()}


def test_applications_are_for_moderators_and_the_support_team_alone(
    eve, browser_of, applied, anna, carla, finn, tess, otto, gil, olga, dora, cora
):
    """Security case 4 and 2: observers, officers, guests, members and the operator find nothing there."""
    address = f"{LIST}{applied.pk}/"
    for somebody in (anna, carla, finn, otto, gil, olga):
        browser = browser_of(somebody)
        assert [browser.get(one).status_code for one in (LIST, address)] == [404, 404], somebody
        for act in ("checks", "questions", "admission", "refusal"):
            assert browser.post(f"{address}{act}/", {"refusal-reason": "No."}).status_code == 404
    assert eve.get(address).status_code == 302
    helper = browser_of(tess)
    assert helper.get(address).status_code == 200
    assert helper.post(f"{address}admission/", {}).status_code == 404
    assert helper.post(f"{address}refusal/", {"refusal-reason": "No."}).status_code == 404
    assert helper.post(f"{address}questions/", {"question-text": "Where?"}).status_code == 303
    assert eve.get("/en/applications/guessed-key/").status_code == 404
    other_group = address.replace("smart-connectivity", "no-such-group")
    assert browser_of(dora).get(other_group).status_code == 404
    applied.refresh_from_db()
    assert applied.state == ApplicationState.ASKED


def test_dora_declines_with_a_reason(eve, browser_of, applied, dora):
    address = f"{LIST}{applied.pk}/"
    browser = browser_of(dora)
    drafted = browser.get(address, {"reason": "other-field"}).context["refusal_form"]["reason"].value()
    assert "Fjordlab" in drafted
    assert browser.post(f"{address}refusal/", {"refusal-reason": ""}).status_code == 422
    assert browser.post(f"{address}refusal/", {"refusal-reason": "Not about networks."}).status_code == 303
    assert "Not about networks." in Letter.objects.get(kind="application-declined").text
    follow = link_in("application-declined", "applications")
    assert "Not about networks." in eve.get(follow).content.decode()
    # Decided is decided, on both sides.
    assert browser.post(f"{address}admission/", {}).status_code == 409
    assert eve.post(f"{follow}messages/", {"text": "Please!"}).status_code == 409
    assert eve.post(f"{follow}withdrawal/").status_code == 409
    assert not GroupMembership.objects.filter(hub__name="Fjordlab").exists()


def test_eve_withdraws(eve, applied, dora):
    follow = link_in("application-confirm", "applications")
    assert eve.post(f"{follow}withdrawal/").status_code == 303
    assert "withdrawn" in eve.get(follow).content.decode()
    with pytest.raises(Conflict):
        actions.admit(by=dora, application=applied)


def test_case_34_two_moderators_write_about_the_same_answer(browser_of, applied, dora, cora):
    """Security case 34: the second is told, and what she wrote is still in the form."""
    answer = applied.answers.get()
    address = f"{LIST}{applied.pk}/checks/"

    def finding(fit: str, note: str) -> dict[str, str]:
        return {f"fit-{answer.pk}": fit, f"note-{answer.pk}": note, f"stamp-{answer.pk}": answer.stamp}

    assert browser_of(dora).post(address, finding("fits", "Seen it.")).status_code == 303
    second = browser_of(cora).post(address, finding("does-not", "Too small."))
    assert second.status_code == 409
    assert "Too small." in second.content.decode()
    answer.refresh_from_db()
    assert (answer.fit, answer.note) == ("fits", "Seen it.")


def test_a_moderator_whose_own_hub_applies_leaves_the_decision_to_another(
    browser_of, group, other_hub, dora, cora
):
    Seat.objects.create(person=dora, hub=other_hub, role=SeatRole.ALTERNATE, since=SINCE)
    application = application_of(group, hub=other_hub)
    browser, address = browser_of(dora), f"{LIST}{application.pk}/"
    assert "This is your own hub." in browser.get(address).content.decode()
    assert browser.post(f"{address}admission/", {}).status_code == 422
    assert browser_of(cora).post(f"{address}admission/", {}).status_code == 303


def test_where_the_hub_has_an_editor_that_editor_decides_about_the_seat(group, other_hub, carla, dora):
    application = application_of(group, hub=other_hub)
    actions.admit(by=dora, application=application)
    assert GroupMembership.objects.filter(group=group, hub=other_hub).count() == 1
    assert not Person.objects.filter(email=EVE).exists()
    assert Claim.objects.get().hub == other_hub
    assert letters_to("carla@example.org") == ["claim-arrived"]


def test_a_hub_described_anew_turns_out_to_be_there_already(browser_of, group, other_hub, dora):
    application = application_of(
        group, hub_name="Sorvest", hub_title="Sørvest hub", email="eve@sorvest.example"
    )
    page = browser_of(dora).get(f"{LIST}{application.pk}/")
    assert page.context["similar"] == [other_hub]
    sent = {"admission-hub": str(other_hub.pk)}
    assert browser_of(dora).post(f"{LIST}{application.pk}/admission/", sent).status_code == 303
    assert GroupMembership.objects.filter(hub=other_hub).exists()
    assert Hub.objects.filter(name="Sorvest").count() == 0
    assert Seat.objects.filter(hub=other_hub, person__email="eve@sorvest.example").exists()


def test_evidence(group, other_hub):
    other_hub.website = "https://www.sorvest.example/en"
    other_hub.save()
    assert evidence.is_own_domain("eve@mail.sorvest.example", other_hub) is True
    assert evidence.is_own_domain("eve@gmail.com", other_hub) is False
    assert evidence.is_own_domain("eve@sorvest.example", Hub(website="", email="")) is None
    twin = application_of(group, hub_name="Quite another", hub_title="x", email="eve@sorvest.example")
    assert list(evidence.similar_hubs(VISITOR, twin)) == [other_hub]
    again = application_of(group, hub_name="Quite another", hub_title="x")
    assert list(evidence.earlier_applications(again)) == [twin]


def application_of(group, *, hub: Hub | None = None, **changes) -> Application:
    values = {
        "hub": hub,
        "is_new_hub": hub is None,
        "hub_name": hub.name if hub else "Fjordlab",
        "hub_title": hub.title if hub else "Fjordlab Hub",
        "hub_country_id": "NO",
        "hub_kind": "EDIH",
        "why": "Because.",
        "name": "Eve Strand",
        "email": EVE,
        "consent": "Yes.",
        "state": ApplicationState.OPEN,
        "confirmed_at": timezone.now(),
        "due_on": timezone.localdate(),
    }
    return Application.objects.create(group=group, **values | changes)


def test_what_waits_for_moderators(browser_of, group, hub, anna, dora, otto, tess):
    late = application_of(group, due_on=timezone.localdate() - timedelta(days=1))
    items = {item.kind: item for item in waiting_for(dora, viewer_of(dora))}
    assert items["application"].url.endswith(f"/applications/{late.pk}/")
    assert items["application"].due == late.due_on
    assert "late" in browser_of(dora).get(LIST).content.decode()
    for somebody in (anna, otto, tess):
        assert "application" not in {item.kind for item in waiting_for(somebody, viewer_of(somebody))}


def test_lists_cost_the_same_for_one_and_for_thirty(browser_of, group, dora):
    from django.test.utils import CaptureQueriesContext

    browser = browser_of(dora)

    def cost() -> tuple[int, int]:
        browser.get(LIST)
        with CaptureQueriesContext(connection) as pages:
            assert browser.get(LIST).status_code == 200
        with CaptureQueriesContext(connection) as items:
            waiting_for(dora, viewer_of(dora))
        return len(pages), len(items)

    application_of(group)
    one = cost()
    for n in range(29):
        application_of(group, hub_name=f"Hub {n}", decided_by=None)
    assert cost() == one


def together(*acts) -> list[object]:
    """Run the acts at once, each on its own connection; what each returned or raised."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001 - looked at below
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_case_34_two_moderators_decide_at_once_and_there_is_one_membership_and_one_mail(group, dora, cora):
    """Security case 34."""
    application = application_of(group)
    results = together(
        lambda: actions.admit(by=dora, application=application),
        lambda: actions.admit(by=cora, application=application),
        lambda: actions.decline(by=cora, application=application, reason="No."),
    )
    assert sorted(isinstance(one, Conflict) for one in results) == [False, True, True]
    admitted = Application.objects.get().state == ApplicationState.ADMITTED
    assert GroupMembership.objects.count() == Hub.objects.count() == Seat.objects.count() == int(admitted)
    assert Letter.objects.filter(to=EVE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_two_last_editors_cannot_leave_at_once(hub, anna):
    second = seated("Vera", hub, SeatRole.EDITOR)
    seats = {one: one.seats.get() for one in (anna, second)}
    results = together(*(lambda one=one: actions.leave_hub(by=one, seat=seats[one]) for one in seats))
    assert sorted(isinstance(one, Refused) for one in results) == [False, True]
    assert Seat.objects.current().filter(hub=hub).count() == 1
