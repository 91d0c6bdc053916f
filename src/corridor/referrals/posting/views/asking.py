"""A need comes in: plain words first, then its facts; nothing is kept before it is sent. And its changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.catalogue.rules import writers_roles
from corridor.kernel.errors import NotFound
from corridor.kernel.http.keyed import by_key
from corridor.kernel.http.request import Request
from corridor.members.admission import guard
from corridor.members.admission.views import too_often
from corridor.members.groups.editing import Editing, edit
from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import hub_for_editing, memberships_today
from corridor.members.views import see_other
from corridor.referrals.enums import NEED_AUDIENCES
from corridor.referrals.models import Need
from corridor.referrals.posting import actions
from corridor.referrals.posting.contents import contact_of, facts_of
from corridor.referrals.posting.forms import EditForm, WordsForm
from corridor.referrals.posting.senders import HubNeedForm, OwnNeedForm, PublicNeedForm
from corridor.referrals.posting.showing import differing_in_words
from corridor.referrals.queries import need_for_editing, need_of_client

SEND = "send"  # the last step; anything else is the first
asked = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Posting:
    """To which groups it may go, and the hub that posts it for its client."""

    groups: tuple[WorkingGroup, ...]
    hub: Hub | None = None

    @property
    def only_group(self) -> WorkingGroup | None:
        return self.groups[0] if len(self.groups) == 1 else None

    def words(self, data: Any = None) -> WordsForm:
        return WordsForm(data, groups=self.groups)

    def form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> Any:
        of = HubNeedForm if self.hub else PublicNeedForm
        return of(data, groups=self.groups, initial=initial)


@asked
def new_need(request: Request) -> HttpResponse:
    hub = request.GET.get("hub", "")
    if hub and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    posting = _for_client(request, hub) if hub else Posting(_groups(request.GET.get("group", "")))
    if request.method != "POST":
        return _page(request, posting, posting.words())
    if request.POST.get("step") != SEND:
        return _understood(request, posting)
    form = posting.form(request.POST)
    if not form.is_valid():
        return _page(request, posting, form, 422)
    return _post_for_client(request, posting.hub, form) if posting.hub else _post(request, posting, form)


def _for_client(request: Request, slug: str) -> Posting:
    hub = hub_for_editing(request.user, slug)
    of = memberships_today().filter(hub=hub).values("group")
    return Posting(_some(WorkingGroup.objects.filter(pk__in=of)), hub)


def _groups(slug: str) -> tuple[WorkingGroup, ...]:
    groups = WorkingGroup.objects.all()
    return _some(groups.filter(slug=slug) if slug else groups)


def _some(groups: Any) -> tuple[WorkingGroup, ...]:
    found = tuple(groups.order_by("pk"))
    if not found:
        raise NotFound
    return found


def _understood(request: Request, posting: Posting) -> HttpResponse:
    words = posting.words(request.POST)
    if not words.is_valid():
        return _page(request, posting, words, 422)
    return _page(request, posting, posting.form(initial=words.begun))


def _page(request: Request, posting: Posting, form: WordsForm, status: int = 200) -> HttpResponse:
    is_first = type(form) is WordsForm
    context: dict[str, Any] = {
        "form": form,
        "hub": posting.hub,
        "group": posting.only_group,
    }
    if is_first and not posting.hub and request.user.is_authenticated:
        context["writes_for"] = Hub.objects.filter(pk__in=writers_roles(request.user)).order_by("name")
    name = "new" if is_first else "new_facts"
    return render(request, f"referrals/posting/{name}.html", context, status=status)


def _post(request: Request, posting: Posting, form: PublicNeedForm) -> HttpResponse:
    if wait := guard.seconds_to_wait(request, form.cleaned_data["email"]):
        form.add_error(None, _("This was sent very often. Please wait an hour and send it again."))
        return too_often(_page(request, posting, form), wait)
    actions.post_need(
        group=form.group_chosen, facts=form.values, client=form.client, consent=form.words_of_consent
    )
    return see_other("referrals:new-need-sent")


def _post_for_client(request: Request, hub: Hub, form: HubNeedForm) -> HttpResponse:
    need = actions.post_for_client(
        by=request.user,
        hub=hub,
        group=form.group_chosen,
        facts=form.values,
        client=form.client,
        consent=form.words_of_consent,
        writes=form.cleaned_data["writes"],
    )
    messages.success(request, _("The need is open."))
    return see_other("referrals:need", need.pk)


@require_safe
def sent(request: Request) -> HttpResponse:
    """Says the same to everybody: no address shows whether or what somebody sent."""
    return render(request, "referrals/posting/new_sent.html")


@login_required
@asked
def edit_need(request: Request, pk: int) -> HttpResponse:
    need = need_for_editing(request.user, request.viewer, pk)

    def save(version: int, form: EditForm) -> str:
        actions.edit_need(by=request.user, need=need, version=version, facts=form.values)
        return reverse("referrals:need", args=[pk])

    return _edit(request, need, EditForm, save, reverse("referrals:need", args=[pk]))


@by_key
@asked
def edit_own(request: Request, key: str) -> HttpResponse:
    """By the private link."""
    need = need_of_client(key)
    if need.state not in actions.CHANGEABLE:
        raise NotFound

    def save(version: int, form: OwnNeedForm) -> str:
        actions.edit_own_need(need=need, version=version, facts=form.facts, contact=form.contact)
        return page

    page = reverse("referrals:client-page", args=[key])
    return _edit(request, need, OwnNeedForm, save, page)


def _edit(request: Request, need: Need, of: Any, save: Any, page: str) -> HttpResponse:
    def stored() -> dict[str, Any]:
        kept = Need.objects.select_related("client").get(pk=need.pk)
        return facts_of(kept) | contact_of(kept) | {"version": kept.version}

    form: Any = partial(of, audiences=NEED_AUDIENCES if need.hub_id else NEED_AUDIENCES[1:])
    template, said = "referrals/posting/edit.html", _("The changes are saved.")
    context = {"need": need, "page": page, "is_own": of is OwnNeedForm}
    return edit(request, Editing(form, stored, save, template, said, context, differing=differing_in_words))
