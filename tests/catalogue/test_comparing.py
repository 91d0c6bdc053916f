"""Services side by side: what differs, what is missing, and what is nobody's business."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from corridor.catalogue.enums import ServiceState
from corridor.kernel.search.indexing import project
from corridor.vocab.models import Country
from tests.catalogue.making import make_test_bed
from tests.conftest import CHROMIUM

AT = "/en/services/compare/"
ROW = re.compile(r"<tr[^>]*>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", re.DOTALL)


def page_of(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(page: str) -> dict[str, list[str]]:
    """What the cells of each row say; the row's name ends with "differs" where they do."""
    cells = {words(head): re.findall(r"<td>(.*?)</td>", rest, re.DOTALL) for head, rest in ROW.findall(page)}
    return {head: [words(cell) for cell in told] for head, told in cells.items()}


def of(*services) -> str:
    return AT + "?" + "&".join(f"of={one.pk}" for one in services)


@pytest.fixture
def remote(vestas, new_service):
    """Of another hub, in French only, at another price, a test bed."""
    service = new_service(
        vestas,
        slug="banc",
        title={"fr": "Banc d'essai"},
        description={"fr": "Des mesures."},
        receives={"en": "A report and a costed plan."},
        delivery="remote",
        price=900,
        languages=["en"],
    )
    make_test_bed(service, safety={"en": "Helmets."})
    service.countries.set(Country.objects.filter(code="NO"))
    return service


def test_rows_that_differ_say_so_in_words(service, remote):
    told = rows(page_of(of(service, remote)))
    assert told["Hub differs"] == ["Nordlys", "Vestas"]
    assert told["Price after subsidy in EUR differs"] == ["free of charge", "€900"]
    assert told["What the customer gets"] == ["A report and a costed plan."] * 2
    assert told["Languages in which it is given"] == ["English", "English"]
    assert told["Area served differs"] == ["anywhere in Europe", "Norway"]
    assert told["Sectors"] == ["all sectors"] * 2
    assert told["Test bed: safety rules differs"] == ["– not stated", "Helmets."]
    assert not {"Title", "Who can see it", "Connectivity topics"} & set(told)
    assert "Not written in English yet; shown in French." in told["What happens differs"][1]
    only = page_of(of(service, remote) + "&only=different")
    assert set(rows(only)) == {name for name in told if name.endswith(" differs")}
    assert f'href="{html.escape(of(service, remote))}">Show all rows' in only
    alone = page_of(of(service))
    assert "differs" not in " ".join(rows(alone))
    assert f'href="{of(service)}">Remove' in page_of(of(service, remote))


def test_what_is_compared_is_what_the_reader_may_see(
    service, draft, remote, anna, browser_of, new_service, hub
):
    assert set(rows(page_of(of(service, draft), browser_of(anna)))["Hub"]) == {"Nordlys"}
    for hidden in (draft, new_service(hub, slug="ours", audience="group", title={"en": "Radio survey"})):
        page = page_of(of(service, hidden, remote))
        assert "Radio survey" not in page
        assert "One of them is not there, or not for you to see." in page
        assert len(rows(page)["Hub differs"]) == 2
    gone = new_service(hub, slug="gone", state=ServiceState.WITHDRAWN)
    assert "Withdrawn" in words(page_of(of(gone)))
    six = [new_service(hub, slug=f"s{number}") for number in range(6)]
    page = page_of(of(*six))
    assert len(rows(page)["Hub"]) == 5
    assert "Five fit beside each other" in page
    for nonsense in (
        "",
        "?of=",
        "?of=x&of=-1&of=²",
        "?of=" + "9" * 18,
        "?of=" + "9" * 40,
        "?of=%00",
        "?q=%00",
    ):
        assert "<td>" not in page_of(AT + nonsense)


def test_another_one_is_put_beside(service, remote, hub, new_service):
    hostile = '</a><script>alert(1)</script>"'
    other = new_service(
        hub, slug="other", title={"en": f"Slicing {hostile}"}, summary={"en": "Network slicing."}
    )
    project("service")
    page = page_of(of(service))
    assert {html.unescape(one) for one in re.findall(r'<h3><a href="([^"]+)"', page)} == {
        of(service, remote),
        of(service, other),
    }
    assert hostile not in page
    found = page_of(of(service) + "&q=slicing")
    assert [html.unescape(one) for one in re.findall(r'<h3><a href="([^"]+)"', found)] == [of(service, other)]
    assert f'<input type="hidden" name="of" value="{service.pk}">' in found
    assert "Nothing else was found." in page_of(of(service) + "&q=qzxqzx")
    for where in (f"/en/hubs/nordlys/services/{service.slug}/", "/en/services/"):
        assert f'href="{of(service)}"' in page_of(where)


def test_five_take_as_many_queries_as_two(hub, new_service, django_assert_max_num_queries):
    made = [new_service(hub, slug=f"s{number}") for number in range(5)]
    for one in made:
        make_test_bed(one)
    page_of(of(*made))
    with django_assert_max_num_queries(24):
        page_of(of(*made))


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium")
@pytest.mark.django_db(transaction=True)
def test_on_a_telephone_the_table_scrolls_and_the_names_stay(live_server, service, remote, chromium):
    page = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=True).new_page()
    page.goto(live_server.url + of(service, remote))
    assert page.locator("html").evaluate("root => root.scrollWidth") <= 360
    frame = page.locator(".comparison-frame")
    frame.evaluate("box => { box.scrollLeft = 150; box.scrollTop = 300 }")
    assert frame.evaluate("box => box.scrollLeft") > 100
    place = frame.bounding_box()
    head = page.locator(".comparison thead th").nth(1).bounding_box()
    first = page.locator(".comparison tbody th").nth(6).bounding_box()
    assert abs(head["y"] - place["y"]) < 2
    assert abs(first["x"] - place["x"]) < 2
    assert page.locator("tr.differs .label").first.inner_text() == "differs"


def test_a_service_on_paper_says_where_it_is_found(service, settings):
    settings.BASE_URL = "https://hubs.example.eu"
    at = f"/en/hubs/nordlys/services/{service.slug}/"
    page = page_of(at)
    assert re.search(r'<link rel="stylesheet" href="[^"]+/print[^"]*.css" media="print">', page)
    assert f'<p class="on-paper">https://hubs.example.eu{at}</p>' in page
