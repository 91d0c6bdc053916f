"""Hubs for programs: what the directory and the hubs' pages show, as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from django.conf import settings
from ninja import Field, Query, Router, Schema

from corridor.kernel.http.paging import LARGEST_PAGE, PAGE_SIZE, Page, paged
from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.vocab.enums import ListName

from . import queries
from .enums import HubKind
from .models import Hub, HubPartner

router = Router(tags=["hubs"])

MOST_VALUES: Final = 40
CODE: Final = "^[A-Za-z]{2}$"
SLUG: Final = "^[-a-zA-Z0-9_]{1,120}$"

Countries = list[Annotated[str, Field(pattern=CODE)]]
Slugs = list[Annotated[str, Field(pattern=SLUG)]]


class HubQuery(Schema):
    """Of one filter any value fits, of several filters all must."""

    country: Countries = Field(
        [],
        max_length=MOST_VALUES,
        description="ISO 3166 codes.",
        json_schema_extra={"example": ["NO"]},
    )
    kind: list[HubKind] = Field([], max_length=MOST_VALUES, description="How the hub is funded.")
    technology: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of official technologies.")
    sector: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of official sectors.")
    q: str = Field(
        "", max_length=300, description="Letters in the name, title or city; /search understands needs."
    )
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


class TagOut(Schema):
    """An official term; ``level`` from 1 (some) to 5 (expert), null where the hub states none."""

    slug: str = Field(examples=["communication-network"])
    code: str = Field(description="The official string.", examples=["Communication network"])
    level: int | None = Field(examples=[4])


class HubOut(Schema):
    slug: str = Field(examples=["nordlys"])
    name: str = Field(description="Short name or acronym.", examples=["Nordlys"])
    title: str = Field(examples=["Nordlys Digital Innovation Hub"])
    kind: HubKind
    country: str = Field(description="ISO 3166 code.", examples=["NO"])
    region: str | None = Field(description="NUTS or statistical region.", examples=["NO0A"])
    city: str = Field(examples=["Bergen"])
    latitude: float | None = Field(description="WGS 84.")
    longitude: float | None = Field(description="WGS 84.")
    website: str
    working_languages: list[str] = Field(examples=[["nb", "en"]])
    technologies: list[TagOut]
    sectors: list[TagOut]
    is_fictional: bool = Field(description="Part of the demo; there is no such hub.")
    url: str = Field(description="The hub here, in full.")
    page: str = Field(description="The hub's page for people.")


class HubPage(Page):
    count: int = Field(description="Hubs on all pages.")
    items: list[HubOut]


class OrganisationOut(Schema):
    name: str
    role: str = Field(description="coordinator or partner.")
    pic: str = Field(description="Nine-digit Participant Identification Code, or empty.")
    country: str
    legal_type: str = Field(description="HES, REC, PRC, PUB, OTH, or empty.")
    website: str


class HubInFull(HubOut):
    description: dict[str, str] = Field(
        description="By language.", examples=[{"en": "Private 5G for ports."}]
    )
    address: str
    email: str
    service_tags: list[TagOut]
    concepts: list[str] = Field(description="Slugs of connectivity concepts.")
    regions_served: list[str]
    organisations: list[OrganisationOut]
    groups: list[str] = Field(description="Slugs of the working groups that the hub belongs to today.")
    source: str = Field(description="Where the record came from first.")
    updated_at: str = Field(description="Date and time of the last change, with its time zone.")
    version: int = Field(description="To be sent along with a change.", examples=[3])


@router.get(
    "/hubs",
    response=HubPage,
    operation_id="list_hubs",
    openapi_extra=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY),
)
def list_hubs(request: Request, wanted: Query[HubQuery]) -> HubPage:
    """Hubs by name, filtered."""
    hubs = queries.hubs_listed(
        request.viewer,
        countries=[code.upper() for code in wanted.country],
        kinds=[kind.value for kind in wanted.kind],
        terms={ListName.TECHNOLOGIES: wanted.technology, ListName.SECTORS: wanted.sector},
        text=clean_text(wanted.q),
    )
    said, found = paged(request, hubs, wanted.page, wanted.page_size)
    return HubPage(**said, items=[HubOut(**_brief(hub)) for hub in found])


@router.get(
    "/hubs/{slug:slug}",
    response=HubInFull,
    operation_id="get_hub",
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND),
)
def get_hub(request: Request, slug: str) -> HubInFull:
    """One hub with everything that its page tells."""
    return in_full(queries.hub_in_full(request.viewer, slug))


def in_full(hub: Hub) -> HubInFull:
    return HubInFull(
        **_brief(hub),
        description=hub.description,
        address=hub.address,
        email=hub.email,
        service_tags=_tags(hub, ListName.SERVICE_TAGS),
        concepts=[concept.slug for concept in hub.concepts.all()],
        regions_served=[region.code for region in hub.regions_served.all()],
        organisations=[_organisation(one) for one in hub.partners.all()],
        groups=sorted(membership.group.slug for membership in hub.memberships.all()),
        source=hub.source,
        updated_at=hub.updated_at.isoformat(timespec="seconds"),
        version=hub.version,
    )


def _brief(hub: Hub) -> dict[str, Any]:
    plain = ("slug", "name", "title", "kind", "city", "latitude", "longitude", "website")
    return {name: getattr(hub, name) for name in plain} | {
        "country": hub.country_id,
        "region": hub.region_id,
        "working_languages": hub.working_languages,
        "technologies": _tags(hub, ListName.TECHNOLOGIES),
        "sectors": _tags(hub, ListName.SECTORS),
        "is_fictional": hub.is_fictional,
        "url": f"{settings.BASE_URL}/api/v1/hubs/{hub.slug}",
        "page": f"{settings.BASE_URL}/{DEFAULT}/hubs/{hub.slug}/",
    }


def _tags(hub: Hub, listed: ListName) -> list[TagOut]:
    tags = [tag for tag in hub.tags.all() if tag.term.list.name == listed]
    tags.sort(key=lambda tag: (-(tag.level or 0), tag.term.position))
    return [TagOut(slug=tag.term.slug, code=tag.term.code, level=tag.level) for tag in tags]


def _organisation(partner: HubPartner) -> OrganisationOut:
    organisation = partner.organisation
    return OrganisationOut(
        name=organisation.name,
        role=partner.role,
        pic=organisation.pic,
        country=organisation.country_id,
        legal_type=organisation.legal_type,
        website=organisation.website,
    )
