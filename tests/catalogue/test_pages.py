"""Anna writes Nordlys' services on pages. Ben looks on; Carla of another hub and Eve find no draft."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from corridor.catalogue.actions import edit_service, offer_again, share, withdraw_service
from corridor.catalogue.contents import contents_of
from corridor.catalogue.enums import Verdict
from corridor.catalogue.models import CoProvider, Review, Service
from corridor.members.enums import SeatRole
from corridor.vocab.models import Concept
from tests.catalogue.making import make_test_bed
from tests.conftest import seated

pytestmark = pytest.mark.django_db
AT = "/en/hubs/nordlys/services/"
NEW = f"{AT}new/"
HOSTILE = "<script>alert(1)</script> \" onmouseover=x ' &amp; {{ 7 }} \u202etxt"


def words(answer) -> str:
    """The text of a page as one line."""
    spaced = re.sub(r"</(dt|dd|p|li|h\d|td|th)>|<br>", r" \g<0>", answer.content.decode())
    return re.sub(r"\s+", " ", strip_tags(spaced))


def filled(browser, page, **changes) -> dict:
    """The form as a browser would send it back, with some fields changed."""
    form = browser.get(page).context["form"]
    sent = {field.html_name: field.value() for field in form}
    kept = {name: value for name, value in (sent | changes).items() if value not in (None, False)}
    return {name: "on" if value is True else value for name, value in kept.items()}


def told(browser, answer) -> list[str]:
    """What the page says to which somebody is sent."""
    assert answer.status_code == 303, answer.context["form"].errors
    return [str(one) for one in browser.get(answer["Location"]).context["messages"]]


def first_draft(**more) -> dict:
    given = {
        "title_en": "Private 5G on your quay",
        "receives_en": "A report.",
        "new_language": "nl",
        "title_new": "Eigen 5G op uw kade",
        "summary_new": "Wij plaatsen zes weken een testnetwerk.",
        "category": "test-before-invest",
        "technologies": ["communication-network"],
        "sectors": ["maritime"],
        "concepts": ["private-5g-network"],
        "languages": ["en", "nl"],
        "countries": ["NO"],
        "regions": "nordland; NO0A Vestlandet, se33 Övre Norrland",
        "customers": ["sme"],
        "list_price": "12000",
        "price": "0",
        "aid": "article-28",
        "trl_from": "5",
        "trl_to": "7",
        "next_free": "2090-02-01",
        "website": "nordlys.example/5g",
        "contact_role": "Test desk",
        "contact_mail": "tests@nordlys.example",
        "co_providers": ["", "sorvest", ""],
        "is_test_bed": "on",
        "bands": "n78 (3.4-3.8 GHz)\n\nn258",
        "release": "17",
        "setting": "outdoor",
        "remote_access": "on",
        "slot_hours": "4",
        "safety_en": "Hard hat.",
        "safety_new": "Helm op.",
    }
    return given | more


def test_anna_writes_a_service_in_dutch_and_english(browser_of, anna, hub, other_hub):
    browser = browser_of(anna)
    answer = browser.post(NEW, filled(browser, NEW, **first_draft()))
    said = told(browser, answer)
    made = Service.objects.get()
    assert (answer["Location"], "Only your hub sees it" in said[0]) == (f"{AT}{made.slug}/", True)
    assert contents_of(made) == {
        "title": {"en": "Private 5G on your quay", "nl": "Eigen 5G op uw kade"},
        "summary": {"nl": "Wij plaatsen zes weken een testnetwerk."},
        "description": {},
        "receives": {"en": "A report."},
        "category": "test-before-invest",
        "technologies": ["communication-network"],
        "sectors": ["maritime"],
        "tags": [],
        "concepts": ["private-5g-network"],
        "languages": ["en", "nl"],
        "delivery": "both",
        "countries": ["NO"],
        "regions": ["NO071", "NO0A", "SE33"],
        "customers": ["sme"],
        "list_price": "12000.00",
        "price": "0.00",
        "per": "project",
        "aid": "article-28",
        "capacity": None,
        "lead_days": None,
        "next_free": "2090-02-01",
        "trl_from": 5,
        "trl_to": 7,
        "website": "https://nordlys.example/5g",
        "contact_role": "Test desk",
        "contact_mail": "tests@nordlys.example",
        "audience": "public",
        "group": "smart-connectivity",
        "co_providers": ["sorvest"],
        "test_bed": {
            "bands": ["n78 (3.4-3.8 GHz)", "n258"],
            "release": 17,
            "setting": "outdoor",
            "area": "",
            "remote_access": True,
            "sim_supplied": False,
            "licence_supplied": False,
            "slot_hours": 4,
            "safety": {"en": "Hard hat.", "nl": "Helm op."},
        },
    }
    page = f"{AT}{made.slug}/edit/"
    answer = browser.post(page, filled(browser, page))
    made.refresh_from_db()
    assert (told(browser, answer)[:1], made.version) == (["Nothing was changed."], 1), (
        "what is shown is what is stored"
    )


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"price": "12000.01"}, "price", "cannot be above the list price"),
        ({"aid": "none"}, "aid", "On which rule does that rest?"),
        ({"trl_from": "7", "trl_to": "5"}, "trl_to", "from the lower level to the higher"),
        ({"trl_to": ""}, "trl_to", "Say from which TRL and to which"),
        ({"category": "training-and-skills-development"}, "trl_from", "only fits “Test before invest”"),
        ({"regions": "Nordlnd, Atlantis"}, "regions", "“Nordlnd” is no region that is known here. Did you"),
        ({"regions": "Nordlnd, Atlantis"}, "regions", "“Atlantis” is no region that is known here."),
        ({"regions": "Jura"}, "regions", "Write the code: CH025, FRC22."),
        ({"audience": "group", "group": ""}, "group", "Choose the group"),
        ({"audience": "corridor"}, "audience", "Select a valid choice"),
        ({"co_providers": ["nordlys"]}, "co_providers", "Select a valid choice"),
        ({"is_test_bed": ""}, "is_test_bed", "You described a test bed"),
        ({"bands": "n" * 61}, "bands", "At most 30 lines of 60 letters"),
        ({"website": "javascript:alert(1)"}, "website", "Enter a valid URL"),
        ({"list_price": "NaN"}, "list_price", "Enter a number"),
        ({"title_en": "", "title_new": ""}, "title_en", "at least one language"),
        ({"new_language": ""}, "new_language", "Choose the language"),
        ({"category": ""}, "category", "required"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(browser_of, anna, hub, given, field, said):
    browser = browser_of(anna)
    sent = first_draft(**{"co_providers": []} | given)
    answer = browser.post(NEW, filled(browser, NEW, **sent))
    assert (answer.status_code, Service.objects.count()) == (422, 0)
    assert said in " ".join(answer.context["form"].errors.get(field, []))


def test_a_subsidy_for_those_without_business_needs_no_rule_and_article_28_is_for_smes(browser_of, anna, hub):
    browser = browser_of(anna)
    public = first_draft(co_providers=[], customers=["public", "research"], aid="none")
    told(browser, browser.post(NEW, filled(browser, NEW, **public)))
    everybody = first_draft(co_providers=[], customers=[])
    answer = browser.post(NEW, filled(browser, NEW, **everybody))
    assert [one for one in told(browser, answer) if "Article 28 is for small" in one]


def test_of_a_shared_service_it_is_said_what_is_live_and_what_waits(browser_of, anna, service):
    browser, page = browser_of(anna), f"{AT}{service.slug}/edit/"
    changed = filled(browser, page, lead_days="10", price="500", audience="network")
    answer = browser.post(page, changed)
    assert told(browser, answer)[:2] == [
        "Others see at once: Days from request to start, Who can see it.",
        "Waits for a review before others see it: Price after subsidy in EUR. Submit it when it is ready.",
    ]
    service.refresh_from_db()
    assert (service.price, service.pending, service.lead_days) == (0, {"price": "500.00"}, 10)
    assert filled(browser, page)["price"] == "500.00", "editing goes on from what is proposed"
    assert "Changes that nobody has submitted yet" in words(browser.get(AT))
    drop = f"{AT}{service.slug}/proposal/"
    assert "€500" in words(browser.get(drop))
    assert browser.post(drop, {"version": 1}).status_code == 409
    assert browser.post(drop, {"version": 2}).status_code == 303
    service.refresh_from_db()
    assert (service.pending, browser.get(drop).status_code) == (None, 404)


def test_a_group_may_be_chosen_with_an_audience_that_needs_one(browser_of, anna, service):
    Service.objects.update(group=None)
    browser, page = browser_of(anna), f"{AT}{service.slug}/edit/"
    sent = filled(browser, page, audience="group", group="smart-connectivity")
    assert browser.post(page, sent).status_code == 303
    service.refresh_from_db()
    assert service.audience == "public"
    assert service.pending == {"audience": "group", "group": "smart-connectivity"}


def test_case_34_two_editors_at_once_see_both_versions(browser_of, anna, hub, draft):
    first = browser_of(anna)
    second = browser_of(seated("Amund", hub, SeatRole.DELEGATE))
    page = f"{AT}draft/edit/"
    hers = filled(first, page, title_en="Anna's walk", new_language="nl", title_new="Annas wandeling")
    his = filled(second, page, title_en="Amund's walk", lead_days="4", is_test_bed="on", release="18")
    assert first.post(page, hers).status_code == 303
    answer = second.post(page, his)
    assert answer.status_code == 409
    assert [(one["label"], one["stored"], one["written"]) for one in answer.context["differing"]] == [
        ("Title (English)", "Anna's walk", "Amund's walk"),
        ("Days from request to start", "", "4"),
        ("Test bed", "no", "yes"),
        ("Test bed: 3GPP release", "", "18"),
        ("Test bed: setting", "", "indoor"),
        ("Test bed: remote access", "", "no"),
        ("Test bed: SIM cards supplied", "", "no"),
        ("Test bed: spectrum licence supplied", "", "no"),
    ]
    form = answer.context["form"]
    again = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
    assert second.post(page, again).status_code == 303
    draft.refresh_from_db()
    assert draft.title == {"en": "Amund's walk", "nl": "Annas wandeling"}, "nothing is lost"
    assert (draft.lead_days, draft.test_bed.release) == (4, 18)


def test_who_finds_what_at_a_hubs_services(browser_of, anna, ben, carla, hub, service, draft):
    writes, reads = browser_of(anna), browser_of(ben)
    assert "Radio survey" in words(writes.get(AT))
    assert f'href="{NEW}"' in writes.get(AT).content.decode()
    assert "Radio survey" in words(reads.get(AT))
    assert "/edit/" not in reads.get(AT).content.decode()
    assert (reads.get(f"{AT}draft/").status_code, reads.get(f"{AT}draft/versions/").status_code) == (200, 200)
    actions = ("edit", "withdrawal", "deletion", "offer-again", "proposal", "slots", "slots/removal")
    for closed in (NEW, *(f"{AT}draft/{one}/" for one in actions)):
        assert reads.post(closed, {"version": 1}).status_code == 404
    for stranger in (browser_of(carla), browser_of(None)):
        assert "Radio survey" not in stranger.get(AT).content.decode()
        assert "Private 5G on your quay" in words(stranger.get(AT))
        assert stranger.get(f"{AT}draft/").status_code == 404
        assert stranger.get(f"{AT}draft/versions/").status_code == 404
    assert browser_of(carla).get(f"{AT}draft/edit/").status_code == 404
    draft.refresh_from_db()
    assert draft.version == 1


def test_each_service_lies_where_its_next_step_is(
    browser_of, anna, vera, hub, vestas, new_service, service, draft
):
    def waiting(slug, **values):
        values = {"submitted_at": "2026-03-01T09:00Z", "state": "draft", "title": {"en": slug}} | values
        return new_service(hub, slug=slug, **values)

    waiting("to-review")
    joint = waiting("to-agree", is_joint=True)
    CoProvider.objects.create(service=joint, hub=vestas, asked_version=1)
    back = waiting("came-back", submitted_at=None)
    Review.objects.create(
        service=back, version=1, by=vera, verdict=Verdict.RETURNED, comment=f"Say the price. {HOSTILE}"
    )
    new_service(hub, slug="old", title={"en": "old"}, good_until="2026-01-01")
    new_service(hub, slug="gone", title={"en": "gone"}, state="withdrawn", withdrawn_why="Sold.")
    browser = browser_of(anna)
    answer = browser.get(AT)
    lying = {one.key: [item.service.slug for item in one.items] for one in answer.context["stacks"]}
    assert lying == {
        "returned": ["came-back"],
        "draft": ["draft"],
        "agreement": ["to-agree"],
        "review": ["to-review"],
        "stale": ["old"],
        "withdrawn": ["gone"],
    }
    page = words(answer)
    assert "Say the price. &lt;script&gt;" in page
    assert "Not agreed yet: Vestas" in page
    assert "to-agree" in words(browser_of(vera).get("/en/hubs/vestas/services/"))
    with_many = len(answer.context["stacks"])
    assert with_many == 6


def test_hostile_texts_stay_text(browser_of, anna, hub):
    browser = browser_of(anna)
    hostile = dict.fromkeys(("title_en", "summary_en", "contact_role", "area", "safety_en"), HOSTILE)
    sent = first_draft(co_providers=[], **hostile)
    told(browser, browser.post(NEW, filled(browser, NEW, **sent)))
    made = Service.objects.get()
    assert (made.title["en"], made.contact_role) == (HOSTILE, HOSTILE)
    for page in (AT, f"{AT}{made.slug}/", f"{AT}{made.slug}/edit/", f"{AT}{made.slug}/versions/"):
        html = browser.get(page).content.decode()
        assert "<script>alert(1)" not in html
        assert "{{ 7 }}" in html
    answer = browser.post(f"{AT}{made.slug}/edit/", filled(browser, NEW, **sent, version="99"))
    assert (answer.status_code, "<script>alert(1)" in answer.content.decode()) == (409, False)


def test_versions_say_what_changed_and_who_did_it_to_those_who_may_know(
    browser_of, anna, ben, carla, dora, service
):
    page = f"{AT}{service.slug}/versions/"
    edited = edit_service(by=anna, service=service, version=1, values={"lead_days": 9, "price": "500.00"})
    Service.objects.filter(pk=edited.pk).update(contact_role="")
    for browser in (browser_of(anna), browser_of(ben)):
        shown = words(browser.get(page))
        assert "Anna" in shown
        assert "Days from request to start – 9" in shown
        assert "Waiting for its review then" in shown
        assert "€500" in shown
    for viewer, knows in ((carla, True), (dora, True), (None, False)):
        shown = words(browser_of(viewer).get(page))
        assert "Days from request to start – 9" in shown
        assert ("Anna" in shown, "€500" in shown) == (knows, False)
    assert browser_of(None).get(f"{page}?before=2").context["versions"][0].version.number == 1
    assert browser_of(None).get(f"{page}?before={'9' * 30}").status_code == 200


def test_what_was_shared_with_fewer_people_stays_with_them(browser_of, anna, carla, dora, service):
    Service.objects.update(audience="group", description={"en": "For the group's ears."})
    kept = Service.objects.get()
    share(kept, anna)
    kept.audience, kept.description = "public", {"en": "For all."}
    share(kept, anna)
    page = f"{AT}{service.slug}/versions/"
    assert "ears" in words(browser_of(dora).get(page))
    for viewer in (carla, None):
        shown = words(browser_of(viewer).get(page))
        assert ("ears" in shown, "Version 3" in shown) == (False, True)


def test_reviewers_see_all_versions_while_it_waits_for_them(browser_of, anna, dora, carla, draft):
    page = f"{AT}draft/versions/"
    assert browser_of(dora).get(page).status_code == 404
    Service.objects.filter(pk=draft.pk).update(submitted_at="2026-03-01T09:00Z", submitted_by=anna)
    assert "Version 1" in words(browser_of(dora).get(page))
    assert browser_of(carla).get(page).status_code == 404


def test_anna_withdraws_offers_again_and_deletes(browser_of, anna, service, draft):
    browser, of_service = browser_of(anna), f"{AT}{service.slug}/"
    assert browser.get(f"{of_service}withdrawal/").status_code == 200
    assert browser.post(f"{of_service}withdrawal/", {"reason": "x" * 501}).status_code == 422
    assert browser.post(f"{of_service}deletion/", {"version": 1}).status_code == 422, "it was shared once"
    answer = browser.post(f"{of_service}withdrawal/", {"reason": f"Sold. {HOSTILE}"})
    assert "Its page stays" in told(browser, answer)[0]
    service.refresh_from_db()
    assert (service.state, service.withdrawn_why) == ("withdrawn", f"Sold. {HOSTILE}")
    assert "<script>alert(1)" not in browser.get(AT).content.decode()
    assert browser.get(f"{of_service}edit/")["Location"] == f"{of_service}offer-again/"
    assert (
        browser.post(
            f"{of_service}edit/", filled(browser, NEW, **first_draft(version=2, co_providers=[]))
        ).status_code
        == 409
    )
    assert browser.post(f"{of_service}offer-again/", {"version": 2}).status_code == 303
    assert browser.post(f"{of_service}offer-again/", {"version": 2}).status_code == 409
    service.refresh_from_db()
    assert service.is_draft
    assert withdraw_service(by=anna, service=service).is_withdrawn, "what was shared once may be again"
    assert offer_again(by=anna, service=service).is_draft

    assert browser.get(f"{AT}draft/withdrawal/")["Location"] == f"{AT}draft/deletion/"
    edit_service(by=anna, service=draft, version=1, values={"lead_days": 3})
    assert browser.post(f"{AT}draft/deletion/", {"version": 1}).status_code == 409
    assert browser.post(f"{AT}draft/deletion/", {"version": 2})["Location"] == AT
    assert not Service.objects.filter(pk=draft.pk).exists()


def test_unticking_the_test_bed_of_a_draft_takes_it_away(browser_of, anna, draft):
    make_test_bed(draft, safety={"en": "Hard hat."})
    browser, page = browser_of(anna), f"{AT}draft/edit/"
    assert browser.post(page, filled(browser, page, is_test_bed=None)).status_code == 303
    assert contents_of(Service.objects.get(pk=draft.pk))["test_bed"] is None


def asks(browser, page) -> int:
    browser.get(page)  # whatever is looked up once and kept
    with CaptureQueriesContext(connection) as told:
        assert browser.get(page).status_code == 200
    return len(told)


def test_many_services_and_versions_ask_as_often_as_few(browser_of, anna, hub, service, new_service):
    concepts = list(Concept.objects.all()[:12])

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            new_service(hub, slug=f"more-{number}", title={"en": "More"}, good_until="2026-01-01")
            new_service(hub, slug=f"draft-{number}", title={"en": "Draft"}, state="draft")
            kept = Service.objects.get(pk=service.pk)
            values = {"lead_days": number, "concepts": [concepts[number].slug]}
            edit_service(by=anna, service=kept, version=kept.version, values=values)

    browser, pages = browser_of(anna), (AT, f"{AT}{service.slug}/versions/")
    more(0, 2)
    few = [asks(browser, page) for page in pages]
    more(2, 12)
    assert [asks(browser, page) for page in pages] == few
