"""From a draft to a shared service: Anna submits, Vera returns, Dora shares; nobody decides alone."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.catalogue.actions import delete_draft, edit_service
from corridor.catalogue.enums import Check
from corridor.catalogue.models import Review, Service
from corridor.catalogue.reviews.actions import recall_service, review_service, submit_service
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.models import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.enums import SeatRole
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.post.models import Letter, Notice
from tests.conftest import SINCE, seated

EVERYTHING = list(Check.values)
GROUP = "smart-connectivity"


@pytest.fixture
def submitted(anna, draft) -> Service:
    return submit_service(by=anna, service=draft, version=1)


def decide(person, service, verdict: str = "shared", *, checks=EVERYTHING, comment: str = "", version=None):
    return review_service(
        by=person,
        viewer=viewer_of(person),
        service=service,
        version=service.version if version is None else version,
        checks=checks,
        verdict=verdict,
        comment=comment,
    )


def waits_for(person) -> list[str]:
    return [item.title for item in waiting_for(person, viewer_of(person)) if "service" in item.kind]


def letters(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


def test_from_draft_to_shared_by_two_hubs_and_a_moderator(
    browser_of, anna, ben, vera, dora, cora, tess, otto, draft, eve
):
    page = "/en/hubs/nordlys/services/draft/"
    anna_s, vera_s, dora_s = (browser_of(one) for one in (anna, vera, dora))
    assert eve.get(page).status_code == 404
    assert anna_s.post(f"{page}submission/", {"version": 1}).status_code == 303
    assert letters("service-submitted") == ["cora@example.org", "dora@example.org", "tess@example.org"]
    assert waits_for(dora) == waits_for(tess) == ["Nordlys offers: Radio survey"]
    assert waits_for(vera) == waits_for(otto) == waits_for(anna) == []

    review = f"/en/{GROUP}/services/reviews/{draft.pk}/"
    listed = vera_s.get(f"/en/{GROUP}/services/reviews/").content.decode()
    assert review in listed
    assert "since today" in listed
    asked = vera_s.get(review).content.decode()
    assert "We put a mobile test network on your site for six weeks." in asked
    assert "A company without specialists understands" in asked
    refused = vera_s.post(review, {"version": 1, "verdict": "returned", "comment": " "})
    assert (refused.status_code, "Say what the hub should change." in refused.content.decode()) == (422, True)
    half = vera_s.post(review, {"version": 1, "verdict": "shared", "checks": EVERYTHING[1:]})
    assert (half.status_code, "every point must be ticked" in half.content.decode()) == (422, True)
    sent_back = {"version": 1, "verdict": "returned", "comment": "Which <bands>?", "checks": EVERYTHING[:2]}
    assert vera_s.post(review, sent_back).status_code == 303
    assert letters("service-returned") == ["anna@example.org"]
    assert "Which <bands>?" in Letter.objects.get(kind="service-returned").text
    assert waits_for(anna) == ["Returned: Radio survey"]
    assert waits_for(ben) == waits_for(dora) == []  # an alternate writes nothing
    assert dora_s.get(review).status_code == 404

    draft.refresh_from_db()
    edit_service(by=anna, service=draft, version=1, values={"description": {"en": "On 3.5 GHz."}})
    assert anna_s.post(f"{page}submission/", {"version": 1}).status_code == 409  # it is version 2 now
    assert anna_s.post(f"{page}submission/", {"version": 2}).status_code == 303
    assert "Which &lt;bands&gt;?" in dora_s.get(review).content.decode()
    assert dora_s.post(review, {"version": 2, "verdict": "shared", "checks": EVERYTHING}).status_code == 303
    assert eve.get(page).status_code == 200
    assert Notice.objects.get(kind="service-shared").person == anna  # in her digest
    assert waits_for(anna) == []
    told = [(one.by, one.verdict, one.version, len(one.checks)) for one in draft.reviews.all()]
    assert told == [(dora, "shared", 2, 6), (vera, "returned", 1, 2)]
    verbs = JournalEntry.objects.filter(record_type="catalogue.service", record_id=str(draft.pk))
    assert set(verbs.values_list("verb", flat=True)) == {"edit-service", "submit-service", "share-service"}


def test_only_a_second_person_of_another_hub(anna, carla, dora, gil, otto, olga, hub, submitted, browser_of):
    for somebody in (anna, carla, gil, otto, olga):
        with pytest.raises(NotFound):
            decide(somebody, submitted)
        address = f"/en/{GROUP}/services/reviews/{submitted.pk}/"
        assert browser_of(somebody).get(address).status_code == 404
    Seat.objects.create(person=dora, hub=hub, role=SeatRole.ALTERNATE, since=SINCE)
    with pytest.raises(NotFound):
        decide(dora, submitted)
    others = browser_of(dora).get(f"/en/{GROUP}/services/reviews/").content.decode()
    assert "No service waits for you." in others
    assert "Radio survey" in others
    own = {"service": submitted, "version": 1, "verdict": "shared"}
    with pytest.raises(IntegrityError, match="review_by_a_second_person"), transaction.atomic():
        Review.objects.create(by=anna, submitted_by=anna, **own)


def test_what_is_missing_is_said_in_plain_words(anna, hub, other_hub, draft, new_service):
    bare = new_service(hub, slug="bare", state="draft", summary={}, receives={"en": " "}, languages=[])
    Service.objects.filter(pk=bare.pk).update(group=None)
    with pytest.raises(Refused) as refusal:
        submit_service(by=anna, service=bare, version=1)
    for missing in ("“In short” is empty", "“What the customer gets” is empty", "“Languages in which"):
        assert missing in str(refusal.value.text)
    assert "Choose the group that reviews it" in str(refusal.value.text)
    assert "Title" not in str(refusal.value.text)
    GroupMembership.objects.filter(hub=hub).delete()
    with pytest.raises(Refused, match="no member of the group"):
        submit_service(by=anna, service=draft, version=1)


def test_what_is_for_the_hub_alone_needs_no_review(anna, ben, carla, hub, new_service):
    own = new_service(hub, slug="own", state="draft", audience="hub")
    Service.objects.filter(pk=own.pk).update(group=None)
    assert submit_service(by=anna, service=own, version=1).is_offered
    assert Review.objects.count() == Letter.objects.count() == 0
    with pytest.raises(NotFound):
        submit_service(by=ben, service=own, version=2)
    with pytest.raises(Refused, match="Nothing waits"):
        submit_service(by=anna, service=own, version=2)


def test_a_change_of_a_shared_service_waits_beside_it(anna, dora, eve, browser_of, service):
    edit_service(by=anna, service=service, version=1, values={"price": "900.00"})
    submit_service(by=anna, service=service, version=2)
    page = "/en/hubs/nordlys/services/private-5g-on-your-quay/"
    assert "free of charge" in eve.get(page).content.decode()
    asked = browser_of(dora).get(f"/en/{GROUP}/services/reviews/{service.pk}/").content.decode()
    row = asked[asked.index("Price after subsidy") :]
    assert row.index("free of charge") < row.index("€900")
    service.refresh_from_db()
    with pytest.raises(Conflict):
        decide(dora, service, version=1)
    decide(dora, service)
    assert "€900" in eve.get(page).content.decode()


def test_taking_it_back_and_deciding_exclude_each_other(anna, vera, dora, submitted, browser_of):
    assert browser_of(anna).post("/en/hubs/nordlys/services/draft/recall/").status_code == 303
    with pytest.raises(Conflict):
        decide(dora, submitted)
    with pytest.raises(Conflict):
        recall_service(by=anna, service=submitted)
    submit_service(by=anna, service=submitted, version=1)
    decide(dora, submitted)
    late = {"version": 1, "verdict": "shared", "checks": EVERYTHING}
    address = f"/en/{GROUP}/services/reviews/{submitted.pk}/"
    response = browser_of(vera).post(address, late)
    assert (response.status_code, "before you" in response.content.decode()) == (409, True)


def test_what_was_shared_keeps_its_history_in_the_database_too(anna, dora, submitted, draft):
    decide(dora, submitted)
    for change in (
        lambda: draft.versions.update(values={}),
        lambda: draft.versions.all().delete(),
        lambda: draft.reviews.update(verdict="returned"),
        lambda: draft.reviews.update(by=anna),
        draft.delete,
    ):
        with pytest.raises(Exception, match="keeps its history"), transaction.atomic():
            change()
    assert draft.versions.count() == 2


def test_a_draft_goes_with_its_versions(anna, dora, submitted):
    decide(dora, submitted, "returned", comment="Too short.")
    delete_draft(by=anna, service=submitted)
    assert not Review.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_case_33_twenty_reviewers_at_once_and_one_verdict(anna, norway, group, draft):
    reviewers = []
    for n in range(20):
        hub = Hub.objects.create(slug=f"h{n}", name=f"H{n}", title=f"H{n}", kind="DIH", country=norway)
        GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
        reviewers.append(seated(f"R{n}", hub, SeatRole.EDITOR))
    service = submit_service(by=anna, service=draft, version=1)
    told = all_at_once(reviewers, service)
    assert sorted(told) == ["Conflict"] * 19 + ["decided"]
    assert Review.objects.count() == 1
    service.refresh_from_db()
    assert (service.state == "shared") == (Review.objects.get().verdict == "shared")
    assert service.submitted_at is None
    assert service.versions.count() == (2 if service.is_offered else 1)


def all_at_once(reviewers: list[Person], service: Service) -> list[str]:
    """Half of them share, half of them return it; what each was told."""
    ready, told = Barrier(len(reviewers)), []

    def act(number: int, person: Person) -> None:
        try:
            viewer = viewer_of(person)
            ready.wait(30)
            verdict = "shared" if number % 2 else "returned"
            review_service(
                by=person,
                viewer=viewer,
                service=service,
                version=1,
                checks=EVERYTHING,
                verdict=verdict,
                comment="So it is.",
            )
            told.append("decided")
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=act, args=one) for one in enumerate(reviewers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_the_longest_waiting_is_first_and_thirty_cost_what_one_costs(browser_of, dora, hub, new_service):
    address, now = (
        f"/en/{GROUP}/services/reviews/",
        timezone.localtime(),
    )  # days as the clocks on the wall have them

    def waiting(number: int) -> None:
        for n in range(number):
            title = {"en": f"Waiting {n} of {number}"}
            since = now - timedelta(days=n + number)
            new_service(hub, slug=f"w{n}-{number}", title=title, state="draft", submitted_at=since)

    def counted() -> tuple[int, str]:
        client = browser_of(dora)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        return len(queries), page

    waiting(1)
    one, page = counted()
    assert "for 1 day" in page
    waiting(29)
    many, page = counted()
    assert many == one
    assert page.index("Waiting 28 of 29") < page.index("Waiting 0 of 29") < page.index("Waiting 0 of 1")
    assert "for 57 days" in page
