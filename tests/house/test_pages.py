"""What holds for every page: no inline code, nothing from elsewhere, the same strict headers."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.house.pages import Elements, answered_to

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
ALONE = {"default-src 'none'", "sandbox"}  # stricter still: what somebody uploaded
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DATA = "application/ld+json"
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


def assert_strict_headers(response) -> None:
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert policy in (POLICY, ALONE)
    assert {name: response[name] for name in HEADERS} == HEADERS


def offences(html: str) -> list[str]:
    """Inline code and style, and everything that a browser would fetch from another host."""
    page = Elements(html)
    scripts = [one for one in page.all("script") if one.get("type") != DATA]
    found = [f"script without src: {one}" for one in scripts if not one.get("src")]
    found += [f"style element: {text}" for text in page.inside["style"]]
    for tag, attributes in page.found:
        found += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        found += [
            f"{tag} {name}={value}" for name, value in _fetched(tag, attributes) if _is_elsewhere(value)
        ]
    return found


def _fetched(tag: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
    names = ["src", "srcset", "action", "formaction", "poster", "data", "xlink:href"]
    if tag == "link" and attributes.get("rel") not in ("canonical", "alternate"):
        names.append("href")
    if tag == "use":
        names.append("href")
    return [(name, attributes[name]) for name in names if attributes.get(name)]


def _is_elsewhere(value: str) -> bool:
    parts = urlsplit(value)
    return bool(parts.netloc or parts.scheme not in ("", "data"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["eve", "anna", "dora", "olga"])
def test_every_answer_has_the_strict_headers_and_no_inline_code(everybody, without_notes, name):
    client = everybody.client(name)
    for address in answered_to(name):
        response = client.get(address.format(**everybody.values))
        assert_strict_headers(response)
        if response["Content-Type"].startswith("text/html"):
            assert (address, offences(response.content.decode())) == (address, [])


def test_errors_have_them_as_well(everybody):
    for method, address, status in BROKEN:
        response = everybody.client("eve").generic(method, address)
        assert (method, address, response.status_code) == (method, address, status)
        assert_strict_headers(response)
        assert (method, address, offences(response.content.decode())) == (method, address, [])


def test_links_that_leave_say_so(everybody, hub):
    hub.website = "https://nordlys.example/"
    hub.save()
    page = Elements(everybody.client("eve").get("/en/hubs/nordlys/").content.decode())
    leaving = [a for a in page.all("a") if _is_elsewhere(a["href"]) and not a["href"].startswith("mailto:")]
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
