"""Services written by programs: the form of those who write them, filled in by JSON."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import QueryDict
from ninja import Field, Schema, Status
from pydantic import ConfigDict

from corridor.kernel.errors import NotFound, Refused
from corridor.kernel.http.bearer import Key
from corridor.kernel.http.holders import Holder
from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import CODES
from corridor.members.groups.texts import LONGEST as LONGEST_TEXT
from corridor.members.models import Hub
from corridor.members.queries import hub_for_editing

from . import actions, owners
from .api import ServiceInFull, in_full, router
from .contents import TEXTS, proposed_contents
from .enums import AidBasis, Customer, Delivery, PriceUnit, Setting
from .forms import ServiceForm, as_fields
from .models import Service
from .reviews.actions import submit_service
from .sheets.planning import nothing

__all__ = ["router"]

WRITE: Final = "services:write"
MOST: Final = 500
LISTS: Final = ("technologies", "sectors", "tags", "concepts", "languages", "countries", "customers")
MANY: Final = (*LISTS, "co_providers")

Slug = Annotated[str, Field(max_length=120)]
Slugs = Annotated[list[Slug], Field(max_length=MOST)]
Line = Annotated[str, Field(max_length=500)]
Texts = Annotated[dict[Slug, Annotated[str, Field(max_length=LONGEST_TEXT)]], Field(max_length=len(CODES))]
Price = Annotated[str, Field(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Small = Annotated[int, Field(ge=0, le=1000)]
DENIED: Final = (
    *(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class TestBedChange(Schema):
    model_config = ConfigDict(extra="forbid")

    bands: Annotated[list[Line], Field(max_length=30)] = []
    release: Small | None = None
    setting: Setting = Setting.INDOOR
    area: Line = ""
    remote_access: bool = False
    sim_supplied: bool = False
    licence_supplied: bool = False
    slot_hours: Small | None = None
    safety: Texts = {}


class ServiceContents(Schema):
    """What is left out of a change stays as it is; a list, texts or a test bed that are sent replace the
    whole of them."""

    model_config = ConfigDict(extra="forbid")

    title: Texts = Field({}, description="By language.", examples=[{"en": "Private 5G on your quay"}])
    summary: Texts = {}
    description: Texts = {}
    receives: Texts = Field({}, description="What the customer gets, by language.")
    category: Slug = Field("", examples=["test-before-invest"])
    technologies: Slugs = []
    sectors: Slugs = []
    tags: Slugs = []
    concepts: Slugs = []
    languages: Slugs = []
    delivery: Delivery = Delivery.BOTH
    countries: Slugs = []
    regions: Slugs = Field([], description="NUTS codes.")
    customers: Annotated[list[Customer], Field(max_length=len(Customer))] = []
    list_price: Price | None = Field(None, examples=["12000.00"])
    price: Price | None = None
    per: PriceUnit = PriceUnit.PROJECT
    aid: AidBasis = AidBasis.NONE
    capacity: Small | None = None
    lead_days: Small | None = None
    next_free: Day | None = None
    trl_from: Small | None = None
    trl_to: Small | None = None
    website: Line = ""
    contact_role: Line = Field("", description="A role, never a person.")
    contact_mail: Line = ""
    audience: Slug = "public"
    group: Slug | None = None
    co_providers: Slugs = Field([], description="Slugs of hubs; each is asked.")
    test_bed: TestBedChange | None = None


class ServiceChange(ServiceContents):
    version: int = Field(description="As read; another one means that somebody wrote since.", examples=[3])


class Version(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: int = Field(description="As read; another one means that somebody wrote since.", examples=[3])


class Withdrawal(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)

    reason: Line = Field(description="It stands on the page of the service. Name no persons.")


@router.post(
    "/hubs/{slug:hub}/services",
    response={HTTPStatus.CREATED: ServiceInFull},
    operation_id="create_service",
    auth=Key(WRITE),
    openapi_extra=may_answer(*DENIED),
)
def create_service(request: Request, hub: str, contents: ServiceContents) -> Status:
    """Draft a service of a hub for which the key's owner writes."""
    ours = _ours(request, hub_for_editing(request.user, hub))
    sent = _plain(contents.dict(exclude_unset=True))
    form = _filled(request, ours, nothing() | sent)
    if wrong := _unknown(sent) + _complaints(form):
        raise Refused("; ".join(wrong))
    made = actions.create_service(by=request.user, hub=ours, values=form.values)
    return Status(HTTPStatus.CREATED, in_full(request, made.pk))


@router.patch(
    "/services/{key}",
    response=ServiceInFull,
    operation_id="change_service",
    auth=Key(WRITE),
    openapi_extra=may_answer(*DENIED),
)
def change_service(request: Request, key: str, change: ServiceChange) -> ServiceInFull:
    """Change a service, as its form on the site does: what is shared and does not change daily waits as
    ``pending`` for its review."""
    service = _written(request, key)
    sent = _plain(change.dict(exclude_unset=True))
    version = sent.pop("version")
    values = _cleaned(request, service, sent)
    actions.edit_service(by=request.user, service=service, version=version, values=values)
    return in_full(request, service.pk)


@router.post(
    "/services/{key}/submission",
    response=ServiceInFull,
    operation_id="submit_service",
    auth=Key(WRITE),
    openapi_extra=may_answer(*DENIED),
)
def submit(request: Request, key: str, seen: Version) -> ServiceInFull:
    """Put a draft, or what waits as ``pending``, before the reviewers of its group."""
    service = _written(request, key)
    submit_service(by=request.user, service=service, version=seen.version)
    return in_full(request, service.pk)


@router.post(
    "/services/{key}/withdrawal",
    response=ServiceInFull,
    operation_id="withdraw_service",
    auth=Key(WRITE),
    openapi_extra=may_answer(*DENIED),
)
def withdraw(request: Request, key: str, withdrawal: Withdrawal) -> ServiceInFull:
    """It is not offered any more; its page and its history stay."""
    service = _written(request, key)
    actions.withdraw_service(by=request.user, service=service, reason=withdrawal.reason.strip())
    return in_full(request, service.pk)


def _written(request: Request, key: str) -> Service:
    service = owners.service_of_writer(request.user, request.viewer, key)
    _ours(request, service.hub)
    return service


def _ours(request: Request, hub: Hub) -> Hub:
    """A key may be bound to one hub."""
    holder: Holder = request.auth  # type: ignore[attr-defined]
    if holder.hub_id not in (None, hub.pk):
        raise NotFound
    return hub


def _plain(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, str) else value for name, value in sent.items()}


def _cleaned(request: Request, service: Service, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the form cleans them. What it would refuse in the service as it is does not count."""
    before = proposed_contents(service)
    form = _filled(request, service.hub, before | dict(sent), service)
    if wrong := _complaints(form):
        known = set(_complaints(_filled(request, service.hub, before, service)))
        wrong = [one for one in wrong if one not in known]
    if wrong := _unknown(sent) + wrong:
        raise Refused("; ".join(wrong))
    form.cleaned_data = dict.fromkeys(form.fields) | form.cleaned_data
    return {name: value for name, value in form.values.items() if name in sent}


def _filled(
    request: Request, hub: Hub, contents: Mapping[str, Any], service: Service | None = None
) -> ServiceForm:
    version = service.version if service else 0
    initial = as_fields(proposed_contents(service), version) if service else {"version": 0}
    data = _as_form(contents, version)
    form = ServiceForm(data, hub=hub, viewer=request.viewer, initial=initial, service=service)
    form.is_valid()
    return form


def _as_form(contents: Mapping[str, Any], version: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data["version"] = str(version)
    bed = contents["test_bed"]
    fields = {name: value for name, value in contents.items() if name not in TEXTS} | (bed or {})
    fields |= {"regions": ", ".join(contents["regions"]), "bands": "\n".join((bed or {}).get("bands", []))}
    for name, value in (fields | {"is_test_bed": bed is not None}).items():
        if name in MANY:
            data.setlist(name, value)
        elif isinstance(value, bool):
            data.setlist(name, ["on"] if value else [])
        elif name not in ("test_bed", "safety"):
            data[name] = "" if value is None else str(value)
    for name, texts in [
        *((name, contents[name]) for name in TEXTS),
        ("safety", (bed or {}).get("safety", {})),
    ]:
        for language, text in texts.items():
            data[f"{name}_{language}"] = text
    return data


def _unknown(sent: Mapping[str, Any]) -> list[str]:
    """Languages for which the form has no field, and would leave out without a word."""
    texts = [(name, sent.get(name, {})) for name in TEXTS]
    texts.append(("test_bed.safety", (sent.get("test_bed") or {}).get("safety", {})))
    return [f"{name}.{code}: unknown" for name, by_code in texts for code in by_code if code not in CODES]


def _complaints(form: ServiceForm) -> list[str]:
    return [f"{field}: {error}" for field, errors in form.errors.items() for error in errors]
