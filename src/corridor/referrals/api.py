"""Needs for programs: what the list and the needs' pages show, as JSON; never who the client is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from ninja import Field, Query, Router, Schema

from corridor.catalogue.enums import Customer, Delivery
from corridor.kernel.http.paging import LARGEST_PAGE, PAGE_SIZE, Page, paged
from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT

from . import queries
from .enums import NeedState
from .models import Need
from .posting.contents import facts_of
from .posting.listing import Wanted, needs_listed

router = Router(tags=["needs"])

Code = Annotated[str, Field(pattern="^([A-Za-z]{2})?$")]
Slug = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{0,120}$")]


class NeedQuery(Schema):
    state: NeedState | None = None
    country: Code = Field("", description="ISO 3166 code.", json_schema_extra={"example": "NO"})
    category: Slug = Field("", description="Slug of an official category.")
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


class NeedOut(Schema):
    """What somebody looks for, in the words of whoever needs it. Terms are slugs, places and languages codes;
    what is empty was not said."""

    id: int
    group: str = Field(description="Slug of the group.", examples=["smart-connectivity"])
    hub: str | None = Field(
        description="Slug of the home hub; a need from the public form may have none yet."
    )
    state: NeedState
    audience: str
    title: str
    text: str
    constraints: str
    language: str = Field(description="Of title, text and constraints.", examples=["pl"])
    customer: Customer = Field(description="Who needs it.")
    category: str | None
    technologies: list[str]
    sectors: list[str]
    concepts: list[str] = Field(description="Connectivity topics.")
    country: str = Field(examples=["NO"])
    region: str | None = Field(description="NUTS code.")
    languages: list[str] = Field(description="Spoken, in order of preference.")
    delivery: Delivery
    start_by: str | None = Field(examples=["2027-03-31"])
    budget: str | None = Field(description="EUR without VAT.", examples=["12000.00"])
    trl: int | None
    hard: list[str] = Field(description="Conditions that they will not bend.")
    created_at: str
    is_fictional: bool = Field(description="Part of the demo; nobody needs it.")
    url: str = Field(description="The need here, in full.")
    page: str = Field(description="The need's page for people.")


class NeedPage(Page):
    count: int = Field(description="Needs on all pages.")
    items: list[NeedOut]


@router.get(
    "/needs",
    response=NeedPage,
    operation_id="list_needs",
    openapi_extra=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY),
)
def list_needs(request: Request, wanted: Query[NeedQuery]) -> NeedPage:
    """Needs that you may see, open ones first, the newest of them first."""
    state = wanted.state.value if wanted.state else ""
    found = needs_listed(request.viewer, Wanted(state, wanted.country.upper(), wanted.category))
    said, needs = paged(request, queries.needs_in_full(found), wanted.page, wanted.page_size)
    return NeedPage(**said, items=[_out(one) for one in needs])


@router.get(
    "/needs/{int:pk}",
    response=NeedOut,
    operation_id="get_need",
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND),
)
def get_need(request: Request, pk: int) -> NeedOut:
    """One need."""
    return _out(queries.need_for_viewing(request.viewer, pk))


def _out(need: Need) -> NeedOut:
    facts: dict[str, Any] = facts_of(need)
    return NeedOut(
        **facts | {name: facts[name] or None for name in ("category", "region")},
        id=need.pk,
        group=need.group.slug,
        hub=need.hub.slug if need.hub else None,
        state=NeedState(need.state),
        created_at=need.created_at.isoformat(timespec="seconds"),
        is_fictional=need.is_fictional,
        url=f"{settings.BASE_URL}/api/v1/needs/{need.pk}",
        page=f"{settings.BASE_URL}/{DEFAULT}/needs/{need.pk}/",
    )
