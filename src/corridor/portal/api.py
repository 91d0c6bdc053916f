"""Search for programs: the same hits, reasons and facets as the search page."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.conf import settings
from django.utils.translation import override
from ninja import Field, Query, Router, Schema

from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.search.asking import LAST_PAGE, LONGEST_CODE, LONGEST_TEXT, MOST_VALUES, facet_names
from corridor.kernel.search.queries import find
from corridor.kernel.search.shapes import PAGE_SIZE, Answer, Hit, Question, ReasonKind

router = Router(tags=["search"])

KINDS: Final = ("hub", "service")
LARGEST_PAGE: Final = 100
Codes = list[Annotated[str, Field(max_length=LONGEST_CODE, pattern=r"^[^\x00]*$")]]


def _facet(about: str, example: str, **more: Any) -> Any:
    return Field(
        [], max_length=MOST_VALUES, description=about, json_schema_extra={"example": [example]}, **more
    )


class SearchQuery(Schema):
    """Of one facet any value fits, of several facets all must. Without ``q`` everything is listed."""

    q: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="What is needed, in any of the 24 languages.",
        json_schema_extra={"example": "réseau 5G privé pour un port"},
    )
    lang: str = Field(
        DEFAULT,
        pattern=f"^({'|'.join(CODES)})$",
        description="The reader's language: reasons and labels come in it. The question may be in another.",
    )
    result: Codes = _facet("What it is: hub, service (without a test bed), test-bed.", "service")
    country: Codes = _facet(
        "ISO 3166 codes: where the hub is or the service is given; anywhere: services given anywhere.", "FR"
    )
    region: Codes = _facet("NUTS codes of level 1 or 2.", "FRI")
    kind: Codes = _facet("How the hub is funded.", "EDIH")
    technology: Codes = _facet("Slugs of official technologies.", "communication-network")
    sector: Codes = _facet("Slugs of official sectors.", "maritime")
    category: Codes = _facet("Slugs of the catalogue's service tags.", "ecosystem-building")
    service_category: Codes = _facet(
        "Slugs of the four official categories of services.", "test-before-invest", alias="service-category"
    )
    language: Codes = _facet("Languages in which the service is given.", "fr")
    delivery: Codes = _facet("on-site, remote; a service given both ways fits either.", "remote")
    customer: Codes = _facet("Who may use it: sme, midcap, large, public, research, hub.", "sme")
    price: Codes = _facet("After subsidy: free, to-1000, to-10000, above.", "free")
    aid: Codes = _facet("Basis in State-aid law: none, de-minimis, article-28.", "de-minimis")
    setting: Codes = _facet("Of a test bed: indoor, outdoor.", "outdoor")
    release: Codes = _facet("3GPP release of a test bed.", "17")
    stale: Codes = _facet("no: its hub confirmed it within a year; yes: longer ago.", "no")
    page: int = Field(1, ge=1, le=LAST_PAGE)
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE)


class ReasonOut(Schema):
    """Why it was found: ``said`` is the question's own word, ``found`` what it met."""

    kind: ReasonKind
    sentence: str = Field(description="For people, in the reader's language.")
    said: str
    found: str
    strength: float = Field(description="From 0 to 1.")


class HitOut(Schema):
    kind: str = Field(description="hub or service.", examples=["service"])
    title: str
    url: str = Field(description="Its page, in the reader's language.")
    passage: str = Field(description="The part that fits best.")
    language: str = Field(description="Language of the passage.")
    score: float = Field(description="Comparable within one answer only.")
    standing: float = Field(
        description="The share of its score that counts: below 1, nobody confirmed it for over a year."
    )
    reasons: list[ReasonOut]


class FacetValueOut(Schema):
    code: str
    label: str
    count: int
    chosen: bool


class FacetOut(Schema):
    name: str
    label: str
    values: list[FacetValueOut]


class HintOut(Schema):
    """What would find something; ``query`` is the query string of the search page that tries it."""

    sentence: str
    query: str


class SearchOut(Schema):
    language: str = Field(description="The language that the question seems to be in.")
    total: int
    page: int
    pages: int
    by_meaning: bool = Field(description="False where only words were compared.")
    hits: list[HitOut]
    facets: list[FacetOut]
    hints: list[HintOut]


@router.get(
    "/search",
    response=SearchOut,
    operation_id="search",
    openapi_extra=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY),
)
def search(request: Request, wanted: Query[SearchQuery]) -> SearchOut:
    """The right services and hubs for a need, best first, each with the reasons."""
    with override(wanted.lang):
        return _out(find(_question(wanted), request.viewer))


def _question(wanted: SearchQuery) -> Question:
    names = facet_names(KINDS)
    chosen = {name: tuple(dict.fromkeys(getattr(wanted, name.replace("-", "_")))) for name in names}
    return Question(
        text=clean_text(wanted.q),
        language=wanted.lang,
        kinds=KINDS,
        facets={name: codes for name, codes in chosen.items() if codes},
        page=wanted.page,
        size=wanted.page_size,
    )


def _out(answer: Answer) -> SearchOut:
    return SearchOut(
        language=answer.language,
        total=answer.total,
        page=answer.question.page,
        pages=answer.pages,
        by_meaning=answer.by_meaning,
        hits=[_hit(hit) for hit in answer.hits],
        facets=[FacetOut(**asdict(facet)) for facet in answer.facets],
        hints=[HintOut(**asdict(hint)) for hint in answer.hints],
    )


def _hit(hit: Hit) -> HitOut:
    values = asdict(hit)
    del values["record_id"]
    return HitOut(**values | {"url": settings.BASE_URL + hit.url})
