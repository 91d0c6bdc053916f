"""Services for programs: what the list and the services' pages show, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.conf import settings
from ninja import Field, Query, Router, Schema

from corridor.kernel.http.paging import LARGEST_PAGE, PAGE_SIZE, Page, paged
from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import DEFAULT

from . import listed, queries, rules
from .contents import contents_of
from .enums import AidBasis, Delivery, PriceUnit, ServiceState, Setting
from .models import Service

router = Router(tags=["services"])

MOST_VALUES: Final = 40
Codes = list[Annotated[str, Field(pattern="^[A-Za-z]{2}$")]]
Slugs = list[Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,120}$")]]
Texts = dict[str, str]


class ServiceQuery(Schema):
    """Of one filter any value fits, of several filters all must."""

    hub: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of hubs that provide it.")
    category: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of official categories.")
    technology: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of official technologies.")
    sector: Slugs = Field([], max_length=MOST_VALUES, description="Slugs of official sectors.")
    language: Codes = Field([], max_length=MOST_VALUES, description="Languages in which it is given.")
    delivery: list[Delivery] = Field([], max_length=MOST_VALUES, description="Either fits what is both.")
    country: Codes = Field(
        [],
        max_length=MOST_VALUES,
        description="ISO 3166 codes: its hub is there, or it is given there.",
        json_schema_extra={"example": ["NL"]},
    )
    test_bed: bool | None = Field(None, description="With or without a test bed.")
    q: str = Field("", max_length=300, description="Letters in title or summary; /search understands needs.")
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


class TestBedFacts(Schema):
    bands: list[str] = Field(examples=[["n78 (3.4-3.8 GHz)"]])
    release: int | None = Field(description="Of 3GPP.")
    setting: Setting
    area: str
    remote_access: bool
    sim_supplied: bool
    licence_supplied: bool
    slot_hours: int | None
    safety: Texts = Field(description="By language.")


class OfferedService(Schema):
    """A service in short. Terms are slugs, places and languages codes, prices EUR without VAT."""

    id: int
    hub: str = Field(description="Slug of the hub.", examples=["nordlys"])
    slug: str = Field(examples=["private-5g-on-your-quay"])
    state: ServiceState
    title: Texts = Field(description="By language.")
    summary: Texts = Field(description="By language.")
    category: str = Field(examples=["test-before-invest"])
    technologies: list[str]
    sectors: list[str] = Field(description="None: all of them.")
    languages: list[str]
    delivery: Delivery
    countries: list[str] = Field(description="Without countries and regions: anywhere in Europe.")
    regions: list[str] = Field(description="NUTS codes.")
    customers: list[str] = Field(description="None: everybody.")
    list_price: str | None = Field(examples=["12000.00"])
    price: str | None = Field(description="After subsidy.", examples=["0.00"])
    per: PriceUnit
    aid: AidBasis = Field(description="Basis in State-aid law.")
    next_free: str | None = Field(examples=["2027-03-31"])
    is_test_bed: bool
    is_stale: bool = Field(description="Nobody confirmed it for too long.")
    is_fictional: bool = Field(description="Part of the demo; there is no such hub.")
    url: str = Field(description="The service here, in full.")
    page: str = Field(description="The service's page for people.")


class ServicePage(Page):
    count: int = Field(description="Services on all pages.")
    items: list[OfferedService]


class ServiceInFull(OfferedService):
    description: Texts
    receives: Texts = Field(description="What the customer gets, by language.")
    tags: list[str] = Field(description="Official kinds of service.")
    concepts: list[str] = Field(description="Connectivity topics.")
    capacity: int | None = Field(description="Customers at a time.")
    lead_days: int | None = Field(description="Days from request to start.")
    trl_from: int | None
    trl_to: int | None
    website: str
    contact_role: str
    contact_mail: str
    co_providers: list[str] = Field(description="Slugs of hubs that provide it as well.")
    test_bed: TestBedFacts | None
    audience: str
    confirmed_at: str | None = Field(description="When its hub last said that it is right.")
    good_until: str | None
    withdrawn_why: str
    version: int = Field(description="To be sent along with a change.", examples=[3])
    waits_for_review: bool | None = Field(description="null for those who do not write it.")
    pending: dict[str, Any] | None = Field(
        description="What its hub proposed and nobody reviewed; null for those who do not write it."
    )


@router.get(
    "/services",
    response=ServicePage,
    operation_id="list_services",
    openapi_extra=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY),
)
def list_services(request: Request, wanted: Query[ServiceQuery]) -> ServicePage:
    """Services by hub and title, filtered; withdrawn ones are left out."""
    found = listed.services_listed(
        request.viewer,
        hubs=wanted.hub,
        category=wanted.category,
        terms={"technologies": wanted.technology, "sectors": wanted.sector},
        languages=[code.lower() for code in wanted.language],
        delivery=[one.value for one in wanted.delivery],
        countries=[code.upper() for code in wanted.country],
        test_bed=wanted.test_bed,
        text=clean_text(wanted.q),
    )
    said, shown = paged(request, found, wanted.page, wanted.page_size)
    return ServicePage(**said, items=[OfferedService(**_brief(one)) for one in shown])


@router.get(
    "/services/{key}",
    response=ServiceInFull,
    operation_id="get_service",
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND),
)
def get_service(request: Request, key: str) -> ServiceInFull:
    """One service, by its id, with everything that its page tells."""
    return in_full(request, queries.service_by_key(request.viewer, key).pk)


def in_full(request: Request, pk: int) -> ServiceInFull:
    """As it is now, read anew."""
    service = queries.in_full(queries.visible(request.viewer)).get(pk=pk)
    ours = rules.writes_for(request.user, service.hub_id)
    said = contents_of(service)
    kept = ("withdrawn_why", "version")
    values = _brief(service) | {name: said[name] for name in _more_of(said)}
    return ServiceInFull(
        **values | {name: getattr(service, name) for name in kept},
        co_providers=sorted(one.hub.slug for one in queries.agreed_with(service, request.viewer)),
        confirmed_at=service.confirmed_at.isoformat(timespec="seconds") if service.confirmed_at else None,
        good_until=service.good_until.isoformat() if service.good_until else None,
        waits_for_review=service.waits_for_review if ours else None,
        pending=service.pending if ours else None,
    )


def _more_of(said: dict[str, Any]) -> Iterable[str]:
    return ServiceInFull.model_fields.keys() & said.keys() - OfferedService.model_fields.keys() - {
        "co_providers"
    }


def _brief(service: Service) -> dict[str, Any]:
    said = contents_of(service)
    values = {name: said[name] for name in OfferedService.model_fields.keys() & said.keys()}
    hub = service.hub
    return values | {
        "id": service.pk,
        "hub": hub.slug,
        "slug": service.slug,
        "state": service.state,
        "is_test_bed": said["test_bed"] is not None,
        "is_stale": service.is_stale(),
        "is_fictional": hub.is_fictional,
        "url": f"{settings.BASE_URL}/api/v1/services/{service.pk}",
        "page": f"{settings.BASE_URL}/{DEFAULT}/hubs/{hub.slug}/services/{service.slug}/",
    }
