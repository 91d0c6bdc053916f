"""Hubs changed by programs: the editor's own form, filled in by JSON."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import QueryDict
from ninja import Field, Schema
from pydantic import ConfigDict

from corridor.kernel.errors import NotFound, Refused
from corridor.kernel.http.bearer import Key
from corridor.kernel.http.holders import Holder
from corridor.kernel.http.problems import may_answer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import CODES

from . import actions, queries
from .actions import TAGS, profile_of
from .api import HubInFull, in_full, router
from .forms import LONGEST_TEXT, SPEAKS, HubForm
from .models import Hub

__all__ = ["router"]

MOST: Final = 500
WRITE: Final = "hubs:write"

Text = Annotated[str, Field(max_length=500)]
Slug = Annotated[str, Field(max_length=120)]
Level = Annotated[int, Field(ge=0, le=5)]
Levels = Annotated[dict[Slug, Level], Field(max_length=MOST)]


class HubChange(Schema):
    """What is left out stays as it is; a list or a description that is sent replaces the whole one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: int = Field(description="As read; another one means that somebody wrote since.", examples=[3])
    title: Text = Field("", examples=["Nordlys Digital Innovation Hub"])
    website: Text = ""
    email: Text = ""
    address: Text = ""
    city: Text = Field("", examples=["Bergen"])
    region: Annotated[str, Field(max_length=20)] | None = Field(None, description="null for none.")
    working_languages: list[Slug] = Field([], max_length=len(CODES), examples=[["en", "fr"]])
    description: dict[Slug, Annotated[str, Field(max_length=LONGEST_TEXT)]] = Field(
        {}, max_length=len(CODES), description="By language.", examples=[{"en": "Private 5G for ports."}]
    )
    technologies: Levels = Field(
        {}, description="Level 1 to 5 by slug; 0 where none is stated.", examples=[{"robotics": 4}]
    )
    sectors: Levels = {}
    services: Levels = {}
    concepts: list[Slug] = Field([], max_length=MOST, description="Slugs of connectivity concepts.")


@router.patch(
    "/hubs/{slug:slug}",
    response=HubInFull,
    operation_id="change_hub",
    auth=Key(WRITE),
    openapi_extra=may_answer(
        HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def change_hub(request: Request, slug: str, change: HubChange) -> HubInFull:
    """Change the profile of a hub that the key's owner edits, as its form on the site does."""
    hub = queries.hub_for_editing(request.user, slug)
    holder: Holder = request.auth  # type: ignore[attr-defined]
    if holder.hub_id not in (None, hub.pk):
        raise NotFound
    values = change.dict(exclude_unset=True)
    version = values.pop("version")
    actions.edit_hub(by=request.user, hub=hub, version=version, values=_cleaned(hub, values))
    return in_full(queries.hub_in_full(request.viewer, slug))


def _cleaned(hub: Hub, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the form cleans them. What was not sent is not looked at: an imported profile may
    hold values that the form would refuse."""
    form = HubForm(hub, _as_form({**profile_of(hub), **sent}, hub.version))
    form.is_valid()
    if wrong := _unknown(form, sent) + _complaints(form, sent):
        raise Refused("; ".join(wrong))
    form.cleaned_data = dict.fromkeys(form.fields, "") | form.cleaned_data
    return {name: value for name, value in form.values.items() if name in sent}


def _as_form(profile: Mapping[str, Any], version: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data["version"] = str(version)
    for name in ("title", "website", "email", "address", "city", "region"):
        data[name] = profile[name] or ""
    for name in ("working_languages", "concepts"):
        data.setlist(name, profile[name])
    for language, text in profile["description"].items():
        data[f"{SPEAKS}{language}"] = text
    for kind in TAGS:
        for slug, level in profile[kind].items():
            data[f"{kind}-{slug}"] = str(level)
    return data


def _unknown(form: HubForm, sent: Mapping[str, Any]) -> list[str]:
    """Languages and terms for which the form has no field, and would leave out without a word."""
    found = [f"description.{code}: unknown" for code in sent.get("description", ()) if code not in CODES]
    for kind in TAGS:
        slugs = sorted(sent.get(kind, {}))
        found += [f"{kind}.{slug}: unknown" for slug in slugs if f"{kind}-{slug}" not in form.fields]
    return found


def _complaints(form: HubForm, sent: Mapping[str, Any]) -> list[str]:
    found = []
    for field, errors in form.errors.items():
        name = "description" if field.startswith(SPEAKS) else field.partition("-")[0]
        if name in sent:
            found += [f"{field}: {error}" for error in errors]
    return found
