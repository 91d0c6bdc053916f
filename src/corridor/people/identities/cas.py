"""CAS 2 and 3, as the classic EU Login speaks it: a ticket comes back, and its server says whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree as ET

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from corridor.kernel.i18n.languages import DEFAULT

LONGEST_ANSWER: Final = 64 * 1024
ADDRESSES: Final = ("email", "mail", "emailaddress")


class CasError(Exception):
    """The server did not vouch for anybody."""


@dataclass(frozen=True)
class CasIdentity:
    uid: str
    email: str


def service_url(state: str) -> str:
    """Where the server sends people back to; the state ties it to the browser that asked."""
    with override(DEFAULT):
        path = reverse("people:cas-return")
    return f"{settings.BASE_URL}{path}?{urlencode({'state': state})}"


def sign_in_url(state: str) -> str:
    return f"{settings.CAS_SERVER}login?{urlencode({'service': service_url(state)})}"


def identity_of(ticket: str, state: str) -> CasIdentity:
    """Ask the server about the ticket; it answers once for each."""
    path = urlsplit(settings.CAS_VALIDATION)
    asked = [*parse_qsl(path.query), ("service", service_url(state)), ("ticket", ticket)]
    with get_adapter().get_requests_session() as session:
        answer = session.get(f"{settings.CAS_SERVER}{path.path}", params=asked, allow_redirects=False)
    if answer.status_code != 200 or len(answer.content) > LONGEST_ANSWER or b"<!" in answer.content:  # noqa: PLR2004
        raise CasError(f"answer {answer.status_code} of {len(answer.content)} bytes")
    return _identity(answer.content)


def _identity(answer: bytes) -> CasIdentity:
    try:
        root = ET.fromstring(answer)  # noqa: S314 - without document types, see above
    except ET.ParseError as error:
        raise CasError(str(error)) from error
    success = next((one for one in root if _name(one) == "authenticationsuccess"), None)
    if success is None:
        raise CasError("not a valid ticket")
    told = {_name(one): (one.text or "").strip() for one in success.iter()}
    if not told.get("user"):
        raise CasError("nobody is named")
    return CasIdentity(told["user"], next((told[name] for name in ADDRESSES if told.get(name)), ""))


def _name(element: ET.Element) -> str:
    """Without its namespace, which each server chooses for itself."""
    return element.tag.rpartition("}")[2].lower()
