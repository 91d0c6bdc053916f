"""What holds for every page, also where something is wrong; ``test_canary.py`` asks it of all."""

from __future__ import annotations

from tests.house.pages import Elements, answered_to
from tests.house.strict import assert_strict_headers, is_elsewhere, offences

BROKEN = [
    ("GET", "/en/no-such-page/", 404),
    ("GET", "/en/hubs/verborgen/", 404),
    ("POST", "/en/sign-in/", 422),
    ("GET", "/api/v1/hubs/nowhere", 404),
    ("GET", "/api/v1/search?lang=xx", 422),
    ("POST", "/api/v1/hubs", 405),
    ("POST", "/en/hubs/", 405),
    ("GET", "/no/such/address/", 404),
]


def test_errors_have_them_as_well(everybody):
    for method, address, status in BROKEN:
        response = everybody.client("eve").generic(method, address)
        assert (method, address, response.status_code) == (method, address, status)
        assert_strict_headers(address, response)
        assert (method, address, offences(response.content.decode())) == (method, address, [])


def test_links_that_leave_say_so(everybody, hub):
    hub.website = "https://nordlys.example/"
    hub.save()
    page = Elements(everybody.client("eve").get("/en/hubs/nordlys/").content.decode())
    leaving = [a for a in page.all("a") if is_elsewhere(a["href"]) and not a["href"].startswith("mailto:")]
    assert {a["href"] for a in leaving} >= {"https://nordlys.example/"}
    assert [a["href"] for a in leaving if "noopener" not in a.get("rel", "")] == []


def test_a_page_for_another_host_is_refused(everybody):
    for forged in ("evil.example", "testserver.evil.example"):
        response = everybody.client("eve").get("/en/", headers={"host": forged})
        assert response.status_code == 400


def test_a_forwarded_host_changes_no_link(everybody):
    response = everybody.client("eve").get("/en/hubs/nordlys/", headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in response.content


def test_every_page_of_a_person_is_hers_alone_and_public_ones_set_no_cookie(everybody):
    for address in answered_to("eve", "/en/"):
        if "sign-in" not in address:
            response = everybody.client("eve").get(address)
            writes = b'method="post"' in response.content
            assert (address, set(response.cookies)) == (address, {"csrftoken"} if writes else set())


def test_a_method_that_is_not_answered_is_explained(everybody):
    client = everybody.client("eve")
    page = client.get("/en/sign-out/")
    assert (page.status_code, page["Allow"]) == (405, "POST, OPTIONS")
    assert Elements(page.content.decode()).inside["h1"] == ["This address cannot be used in this way."]
    answer = client.delete("/api/v1/hubs")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "method-not-allowed"
