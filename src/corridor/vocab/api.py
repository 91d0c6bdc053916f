"""Vocabularies for programs: what the vocabulary's pages show, as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from corridor.kernel.http.problems import may_answer
from corridor.kernel.i18n.languages import CODES, DEFAULT

from . import queries
from .models import Concept, OfficialList, Region, Term

router = Router(tags=["vocabularies"])

ANY_LANGUAGE = f"^({'|'.join(CODES)})$"
NO_MORE = may_answer()
BAD_INPUT = may_answer(HTTPStatus.UNPROCESSABLE_ENTITY)
NOTHING = may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


class VocabularyOut(Schema):
    """A version of an official list that is in force; ``code`` of its terms is the official string."""

    name: str
    version: str
    source: str
    terms: int
    url: str


class TermOut(Schema):
    slug: str
    code: str
    url: str
    labels: dict[str, str]
    synonyms: dict[str, list[str]]
    bridges: list[str]


class VocabularyWithTerms(Schema):
    name: str
    version: str
    source: str
    url: str
    terms: list[TermOut]


class ConceptOut(Schema):
    """A concept; ``broader``, ``narrower`` and ``related`` are slugs of concepts."""

    slug: str
    url: str
    labels: dict[str, str]
    definition: dict[str, str]
    codes: list[str]
    broader: list[str]
    narrower: list[str]
    related: list[str]
    technologies: list[str]


class NeedOut(Schema):
    slug: str
    texts: dict[str, str]


class ConceptInFull(ConceptOut):
    synonyms: dict[str, list[str]]
    needs: list[NeedOut]


class RegionOut(Schema):
    """A NUTS or statistical region; ``version`` is the edition of the nomenclature."""

    code: str
    version: str
    level: int
    name: str
    country: str
    parent: str | None


class CountryOut(Schema):
    code: str
    name: str
    catalogue_name: str
    membership: str


@router.get(
    "/vocabularies", response=list[VocabularyOut], operation_id="list_vocabularies", openapi_extra=NO_MORE
)
def list_vocabularies(request: HttpRequest) -> list[VocabularyOut]:
    """The official lists in force."""
    return [
        VocabularyOut(
            name=found.name,
            version=found.version,
            source=found.source,
            terms=len(found.terms.all()),
            url=_url(found.name),
        )
        for found in queries.official_lists()
    ]


@router.get(
    "/vocabularies/{slug:name}",
    response=VocabularyWithTerms,
    operation_id="get_vocabulary",
    openapi_extra=NOTHING,
)
def get_vocabulary(request: HttpRequest, name: str) -> VocabularyWithTerms:
    """One official list with its terms."""
    found = queries.official_list(name)
    return VocabularyWithTerms(
        name=found.name,
        version=found.version,
        source=found.source,
        url=_url(found.name),
        terms=[_term(found, term) for term in found.terms.all()],
    )


@router.get("/concepts", response=list[ConceptOut], operation_id="list_concepts", openapi_extra=NO_MORE)
def list_concepts(request: HttpRequest) -> list[ConceptOut]:
    """All connectivity concepts with their links, without synonyms and needs."""
    return [ConceptOut(**_concept(found)) for found in queries.concepts_with_links()]


@router.get(
    "/concepts/{slug:slug}", response=ConceptInFull, operation_id="get_concept", openapi_extra=NOTHING
)
def get_concept(request: HttpRequest, slug: str) -> ConceptInFull:
    """One concept with its synonyms and the everyday needs that it answers."""
    found = queries.concept_for_viewing(slug)
    needs = [NeedOut(slug=need.slug, texts=need.texts) for need in found.needs.all()]
    return ConceptInFull(**_concept(found), synonyms=found.synonyms, needs=needs)


@router.get("/regions", response=list[RegionOut], operation_id="list_regions", openapi_extra=BAD_INPUT)
def list_regions(
    request: HttpRequest,
    country: Annotated[str, Query(description="ISO 3166 code.", pattern="^[A-Za-z]{2}$")],
    level: Annotated[int | None, Query(ge=1, le=3)] = None,
) -> list[RegionOut]:
    """The regions of a country, of one level or of all three."""
    return [_region(found) for found in queries.regions(country=country, level=level)]


@router.get("/countries", response=list[CountryOut], operation_id="list_countries", openapi_extra=BAD_INPUT)
def list_countries(
    request: HttpRequest,
    lang: Annotated[str, Query(pattern=ANY_LANGUAGE, description="One of the 24.")] = DEFAULT,
) -> list[CountryOut]:
    """The countries that hubs come from, named in the language asked for."""
    return [
        CountryOut(
            code=found.code,
            name=found.name_in(lang),
            catalogue_name=found.catalogue_name,
            membership=found.membership,
        )
        for found in queries.countries()
    ]


def _url(*parts: str) -> str:
    return "/".join([settings.BASE_URL, "vocabularies", *parts])


def _slugs(found: Concept, name: str) -> list[str]:
    return [other.slug for other in getattr(found, name).all()]


def _term(official: OfficialList, term: Term) -> TermOut:
    return TermOut(
        slug=term.slug,
        code=term.code,
        url=_url(official.name, term.slug),
        labels=term.labels,
        synonyms=term.synonyms,
        bridges=[other.slug for other in term.bridges.all()],
    )


def _concept(found: Concept) -> dict[str, Any]:
    links = ("broader", "narrower", "related", "technologies")
    return {
        "slug": found.slug,
        "url": _url("concepts", found.slug),
        "labels": found.labels,
        "definition": found.definition,
        "codes": found.codes,
        **{name: _slugs(found, name) for name in links},
    }


def _region(found: Region) -> RegionOut:
    return RegionOut(
        code=found.code,
        version=found.version,
        level=found.level,
        name=found.name,
        country=found.country_id,
        parent=found.parent_id,
    )
