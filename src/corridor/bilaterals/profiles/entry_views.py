"""What somebody brings and looks for: added, taken over, changed and removed on their own pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corridor.bilaterals.models import Entry, Profile
from corridor.kernel.errors import Conflict
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from . import entries, entry_forms
from .queries import present_profile_at


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_profile(request: Request, group: str, slug: str) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    if request.method != "POST":
        return _page(request, profile, entry_forms.WordsForm())
    form = entry_forms.WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, profile, form, status=422)
    try:
        made = entries.add_entry(by=profile.registration.person, profile=profile, values=form.values)
    except Conflict as refusal:
        return _page(request, profile, form, refusal, refusal.status)
    return see_other("bilaterals:entry", group, slug, made.pk)


@never_cache
@require_POST
def taken(request: Request, group: str, slug: str) -> HttpResponse:
    """One tap takes over what the hub has."""
    profile = present_profile_at(request, group, slug)
    try:
        made = entries.take_entry(
            by=profile.registration.person,
            profile=profile,
            viewer=request.viewer,
            source=request.POST.get("source", ""),
            key=request.POST.get("key", ""),
        )
    except Conflict as refusal:
        return _page(request, profile, entry_forms.WordsForm(), refusal, refusal.status)
    messages.success(request, _("“%(title)s” is in your profile.") % {"title": made.title})
    return see_other("bilaterals:entries", group, slug)


def _page(
    request: Request,
    profile: Profile,
    form: entry_forms.WordsForm,
    refusal: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "profile",
        "form": form,
        "refusal": refusal,
        "entries": profile.entries.all(),
        "of_hub": entries.of_hub(profile, request.viewer),
    }
    return render(request, "bilaterals/profiles/entries.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_entry(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    entry = entries.entry_of(profile, pk)
    if request.method != "POST":
        return _entry_page(request, profile, entry, entry_forms.EntryForm(entry))
    form = entry_forms.EntryForm(entry, request.POST)
    if not form.is_valid():
        return _entry_page(request, profile, entry, form, status=422)
    by = profile.registration.person
    entries.change_entry(by=by, entry=entry, values=form.values, tags=form.tags)
    messages.success(request, _("Your profile is saved."))
    return see_other("bilaterals:entries", group, slug)


def _entry_page(
    request: Request, profile: Profile, entry: Entry, form: entry_forms.EntryForm, status: int = 200
) -> HttpResponse:
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "profile",
        "form": form,
        "entry": entry,
    }
    return render(request, "bilaterals/profiles/entry.html", context, status=status)


@never_cache
@require_POST
def removal(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    entries.remove_entry(by=profile.registration.person, entry=entries.entry_of(profile, pk))
    return see_other("bilaterals:entries", group, slug)
