"""No inline code, nothing from elsewhere, the same strict headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.house.pages import Elements

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
LETTER = {  # as a mail program shows it: with its own styles, and nothing else of its own
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "sandbox allow-popups allow-popups-to-escape-sandbox",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DATA = "application/ld+json"


def is_letter(address: str) -> bool:
    return address.startswith("/en/mailbox/") and address.endswith("/html/")


def assert_strict_headers(address: str, response) -> None:
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    allowed = (LETTER,) if is_letter(address) and response.status_code == 200 else (POLICY, ALONE)
    assert policy in allowed, address
    assert (address, {name: response[name] for name in HEADERS}) == (address, HEADERS)


def offences(html: str) -> list[str]:
    """Inline code and style, and everything that a browser would fetch from another host."""
    page = Elements(html)
    scripts = [one for one in page.all("script") if one.get("type") != DATA]
    found = [f"script without src: {one}" for one in scripts if not one.get("src")]
    found += [f"style element: {text}" for text in page.inside["style"]]
    for tag, attributes in page.found:
        found += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        found += [f"{tag} {name}={value}" for name, value in _fetched(tag, attributes) if is_elsewhere(value)]
    return found


def _fetched(tag: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
    names = ["src", "srcset", "action", "formaction", "poster", "data", "xlink:href"]
    if tag == "link" and attributes.get("rel") not in ("canonical", "alternate"):
        names.append("href")
    if tag == "use":
        names.append("href")
    return [(name, attributes[name]) for name in names if attributes.get(name)]


def is_elsewhere(value: str) -> bool:
    parts = urlsplit(value)
    return bool(parts.netloc or parts.scheme not in ("", "data"))
