"""Delegations: a participant joins that of their hub; organisers form and dissolve any."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corridor.bilaterals.models import Bilaterals, Delegation
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.members.views import see_other

from . import delegations
from .queries import people_of, present_profile_at

FEWEST = 2


class DelegationForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the delegation"), max_length=200)
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who comes together"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, people: Any, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["people"]
        field.choices = people

    def clean_name(self) -> str:
        return " ".join(clean_text(self.cleaned_data["name"]).split())

    def clean_people(self) -> list[int]:
        chosen = [int(pk) for pk in self.cleaned_data["people"]]
        if len(chosen) < FEWEST:
            raise forms.ValidationError(_("A delegation has at least two people."))
        return chosen


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def all_of_event(request: Request, group: str, slug: str) -> HttpResponse:
    bilaterals = bilaterals_for_coordinating(request.user, group, slug)
    people = delegations.alone(bilaterals)
    if request.method != "POST":
        return _page(request, bilaterals, DelegationForm(people))
    form = DelegationForm(people, request.POST)
    if not form.is_valid():
        return _page(request, bilaterals, form, status=422)
    try:
        delegations.form_delegation(by=request.user, bilaterals=bilaterals, **form.cleaned_data)
    except Conflict as refusal:
        return _page(request, bilaterals, form, refusal, refusal.status)
    return see_other("bilaterals:delegations", group, slug)


def _page(
    request: Request,
    bilaterals: Bilaterals,
    form: DelegationForm,
    refusal: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "event": bilaterals.event,
        "form": form,
        "refusal": refusal,
        "delegations": delegations.delegations_of(bilaterals),
    }
    return render(request, "bilaterals/profiles/delegations.html", context, status=status)


@login_required
@require_POST
def dissolution(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    bilaterals = bilaterals_for_coordinating(request.user, group, slug)
    found = Delegation.objects.filter(bilaterals=bilaterals, pk=pk).first()
    if found is None:
        raise NotFound
    delegations.dissolve_delegation(by=request.user, delegation=found)
    return see_other("bilaterals:delegations", group, slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    hub = delegations.hub_of(profile)
    if request.method == "POST":
        by = profile.registration.person
        if profile.delegation_id:
            delegations.leave_delegation(by=by, profile=profile)
            messages.success(request, _("You have left the delegation. Meetings that are agreed stay."))
        else:
            found = delegations.join_delegation(by=by, profile=profile)
            messages.success(request, _("You come with %(name)s.") % {"name": found.name})
        return see_other("bilaterals:delegation", group, slug)
    theirs = profile.delegation or (delegations.of_hub(profile.bilaterals, hub) if hub else None)
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "profile",
        "hub": hub,
        "delegation": theirs,
        "people": people_of(profile.bilaterals).filter(delegation=theirs) if theirs else (),
    }
    return render(request, "bilaterals/profiles/delegation.html", context)
