"""Nordlys offers a service together with Vestas: Vera agrees by mail, declines on the page, and may leave."""

from __future__ import annotations

import re

import pytest

from corridor.catalogue.actions import edit_service
from corridor.catalogue.enums import Check
from corridor.catalogue.joint.actions import answer_as_co_provider, leave_service
from corridor.catalogue.models import CoProvider, Service
from corridor.catalogue.queries import offered_by, waiting_for_review
from corridor.catalogue.reviews.actions import recall_service, review_service, submit_service
from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.models import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.enums import SeatRole
from corridor.members.queries import viewer_of
from corridor.post.models import Letter
from tests.conftest import seated

EDITED = "/en/hubs/nordlys/services/draft/"
AGREEMENT = f"{EDITED}agreement/"


@pytest.fixture
def joint(anna, vera, draft) -> Service:
    """A draft with Vestas, submitted."""
    kept = edit_service(by=anna, service=draft, version=1, values={"co_providers": ["vestas"]})
    return submit_service(by=anna, service=kept, version=2)


def share(dora, service) -> None:
    service.refresh_from_db()
    review_service(
        by=dora,
        viewer=viewer_of(dora),
        service=service,
        version=service.version,
        checks=list(Check.values),
        verdict="shared",
    )


def links_in(letter: Letter) -> dict[str, str]:
    found = re.findall(r"http\S+(/en/answer/\S+/(agree|decline)/)", letter.text)
    return {choice: path for path, choice in found}


def letter_to(person, kind: str = "joint-service") -> Letter:
    return Letter.objects.filter(kind=kind, to=person.email).latest("pk")


def waits_for(person) -> list[str]:
    return [item.kind for item in waiting_for(person, viewer_of(person)) if "service" in item.kind]


def names_on(client, page: str) -> str:
    return re.search(r'<p class="by-hub">(.*?)</p>', client.get(page).content.decode(), re.DOTALL).group(1)


def test_vera_agrees_by_mail_without_signing_in(eve, dora, vera, vestas, joint):
    assert waiting_for_review().count() == 0
    assert (waits_for(vera), waits_for(dora)) == (["service-agreement"], [])
    assert eve.get(EDITED).status_code == 404
    letter = letter_to(vera)
    assert letter.subject == "Nordlys asks Vestas to provide “Radio survey” together"
    agree = links_in(letter)["agree"]
    assert "Does Vestas provide “Radio survey” together with Nordlys?" in eve.get(agree).content.decode()
    assert waiting_for_review().count() == 0  # a program that follows links has answered nothing
    assert eve.post(agree).status_code == eve.post(agree).status_code == 303
    assert list(waiting_for_review()) == [joint]
    assert (waits_for(vera), waits_for(dora)) == ([], ["service-review"])
    assert letter_to(dora, "service-submitted").to == "dora@example.org"
    share(dora, joint)
    assert "Vestas" in names_on(eve, EDITED)
    assert list(offered_by(VISITOR, vestas)) == [joint]
    row = CoProvider.objects.get()
    assert (row.agreed, row.agreed_version, row.answered_by) == (True, 2, vera)
    assert JournalEntry.objects.filter(verb="answer-as-co-provider", by=vera).count() == 1


def test_vera_declines_and_anna_is_told_why(browser_of, anna, ben, vera, eve, joint):
    row = CoProvider.objects.get()
    client, given = browser_of(vera), {"row": row.pk, "version": 2, "answer": "decline"}
    assert "asks Vestas to provide this service as well" in client.get(AGREEMENT).content.decode()
    refused = client.post(AGREEMENT, given)
    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert client.post(AGREEMENT, given | {"why_not": "No <crane> here."}).status_code == 303
    told = letter_to(anna, "joint-service-declined")
    assert "No <crane> here." in told.text
    assert "No &lt;crane&gt; here." in client.get(AGREEMENT).content.decode()
    assert waits_for(vera) == []
    late = links_in(letter_to(vera))["decline"]
    assert eve.post(late).status_code == 410  # it was answered on the page
    for somebody in (anna, ben):
        assert browser_of(somebody).get(AGREEMENT).status_code == 404
    assert client.post(AGREEMENT, {"row": row.pk, "version": 2, "answer": "agree"}).status_code == 303
    assert list(waiting_for_review()) == [joint]


def test_only_those_who_write_for_the_asked_hub_answer(browser_of, anna, vestas, joint):
    row = CoProvider.objects.get()
    looker = seated("Vito", vestas, SeatRole.ALTERNATE)
    page = browser_of(looker).get(AGREEMENT)
    assert (page.status_code, "Editors and delegates" in page.content.decode()) == (200, True)
    given = {"row": row.pk, "version": 2, "answer": "agree"}
    assert browser_of(looker).post(AGREEMENT, given).status_code == 404
    for somebody in (looker, anna):
        with pytest.raises(NotFound):
            answer_as_co_provider(by=somebody, co_provider=row, asked_version=2, agrees=True)


def test_what_is_reviewed_is_asked_anew_and_what_changes_daily_is_not(
    anna, dora, vera, eve, joint, browser_of
):
    row = CoProvider.objects.get()
    answer_as_co_provider(by=vera, co_provider=row, asked_version=2, agrees=True)
    share(dora, joint)
    joint.refresh_from_db()
    edit_service(by=anna, service=joint, version=3, values={"lead_days": 20, "price": "700.00"})
    submit_service(by=anna, service=joint, version=4)
    assert "Price after subsidy in EUR" in letter_to(vera).text
    assert "Days from request" not in letter_to(vera).text
    assert waiting_for_review().count() == 0
    page = browser_of(vera).get(AGREEMENT).content.decode()
    row_of_price = page[page.index("Price after subsidy") :]
    assert row_of_price.index("free of charge") < row_of_price.index("€700")
    assert "Vestas" in names_on(eve, EDITED)  # what it agreed to before stands
    eve.post(links_in(letter_to(vera))["decline"])
    assert "Vestas" in names_on(eve, EDITED)
    assert letter_to(anna, "joint-service-declined")
    row.refresh_from_db()
    answer_as_co_provider(by=vera, co_provider=row, asked_version=4, agrees=True)
    share(dora, joint)
    joint.refresh_from_db()
    edit_service(by=anna, service=joint, version=5, values={"category": joint.category.slug, "price": None})
    recalled = submit_service(by=anna, service=joint, version=6)
    recall_service(by=anna, service=recalled)
    assert eve.post(links_in(letter_to(vera))["agree"]).status_code == 410


def test_a_hub_that_is_proposed_is_named_only_once_all_is_shared(anna, dora, vera, vestas, eve, service):
    page = "/en/hubs/nordlys/services/private-5g-on-your-quay/"
    edit_service(by=anna, service=service, version=1, values={"co_providers": ["vestas"], "price": "5.00"})
    submit_service(by=anna, service=service, version=2)
    row = CoProvider.objects.get()
    answer_as_co_provider(by=vera, co_provider=row, asked_version=2, agrees=True)
    assert "Vestas" not in names_on(eve, page)
    assert not offered_by(VISITOR, vestas).exists()
    service.refresh_from_db()
    edit_service(by=anna, service=service, version=2, values={"price": "6.00"})
    submit_service(by=anna, service=service, version=3)
    assert waiting_for_review().count() == 0  # the price is not what Vestas agreed to
    row.refresh_from_db()
    answer_as_co_provider(by=vera, co_provider=row, asked_version=3, agrees=True)
    share(dora, service)
    assert "Vestas" in names_on(eve, page)
    service.refresh_from_db()
    assert (service.is_joint, service.pending) == (True, None)


def test_a_hub_leaves_and_the_owner_is_told(browser_of, anna, dora, vera, vestas, eve, joint):
    row = CoProvider.objects.get()
    answer_as_co_provider(by=vera, co_provider=row, asked_version=2, agrees=True)
    with pytest.raises(Conflict):
        answer_as_co_provider(by=vera, co_provider=row, asked_version=2, agrees=False)
    share(dora, joint)
    left = {"row": row.pk, "version": 2, "answer": "leave", "why_not": "The project ended."}
    assert browser_of(vera).post(AGREEMENT, left).status_code == 303
    assert "The project ended." in letter_to(anna, "joint-service-left").text
    assert "Vestas" not in names_on(eve, EDITED)
    assert not offered_by(VISITOR, vestas).exists()
    row.refresh_from_db()
    with pytest.raises(Conflict):
        leave_service(by=vera, co_provider=row)
