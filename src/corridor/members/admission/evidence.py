"""What helps to judge an application or a claim: similar hubs, earlier applications, whose address it is."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from corridor.kernel.audience import Viewer
from corridor.members.models import Hub

from .enums import ApplicationState
from .models import Application

SIMILAR: Final = 0.35
MOST: Final = 5
ANYBODYS: Final = frozenset(  # mail for everybody: such an address says nothing about a hub
    {"gmail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me"}
    | {"protonmail.com", "gmx.de", "gmx.net", "web.de", "orange.fr", "free.fr", "laposte.net", "wp.pl"}
    | {"seznam.cz", "mail.com", "libero.it", "abv.bg", "inbox.lv", "centrum.cz", "freemail.hu"}
)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def host_of(website: str) -> str:
    return (urlsplit(website).hostname or "").casefold().removeprefix("www.")


def is_own_domain(email: str, hub: Hub | Application) -> bool | None:
    """Whether the address is at the hub's own domain; nothing where the hub names none to compare with."""
    known = _domains(hub)
    if not known:
        return None
    own = domain_of(email)
    return own not in ANYBODYS and any(_same_house(own, domain) for domain in known)


def _domains(hub: Hub | Application) -> set[str]:
    if isinstance(hub, Application):
        return {host_of(hub.hub_website)} - {""}
    return ({host_of(hub.website)} | ({domain_of(hub.email)} if hub.email else set())) - {""} - ANYBODYS


def _same_house(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def similar_hubs(viewer: Viewer, application: Application) -> QuerySet[Hub]:
    """Hubs with a similar name, or a website at the domain of the applicant's address or website."""
    name, title = application.hub_name, application.hub_title
    likeness = Greatest(
        TrigramSimilarity("name", name),
        TrigramSimilarity("title", title),
        TrigramSimilarity("title", name),
    )
    domains = {domain_of(application.email), host_of(application.hub_website)} - ANYBODYS - {""}
    same_place = Q()
    for domain in domains:
        same_place |= Q(website__iregex=rf"//(www\.)?{_escaped(domain)}(/|:|$)")
    hubs = Hub.objects.visible_to(viewer).exclude(pk=application.hub_id or 0).annotate(likeness=likeness)
    return hubs.filter(Q(likeness__gte=SIMILAR) | same_place).order_by("-likeness", "name")[:MOST]


def _escaped(domain: str) -> str:
    return "".join(sign if sign.isalnum() else f"\\{sign}" for sign in domain)


def earlier_applications(application: Application) -> QuerySet[Application]:
    """Of the same hub, the same address or nearly the same name, to the same group."""
    same = Q(email__iexact=application.email) | Q(likeness__gte=0.6)
    if application.hub_id:
        same |= Q(hub=application.hub_id)
    others = Application.objects.filter(group=application.group_id).exclude(pk=application.pk)
    others = others.exclude(state=ApplicationState.UNCONFIRMED)
    return others.annotate(likeness=TrigramSimilarity("hub_name", application.hub_name)).filter(same)[:MOST]
