from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import NotFound
from corridor.members.views import see_other

from . import actions, queries
from .enums import ContactKind
from .forms import ContactForm


@login_required
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Every kind of detail, with who sees it."""
    own = queries.own_contacts(request.user)
    rows = [{"kind": kind, "contact": own.get(kind.value)} for kind in ContactKind]
    return render(request, "members/contacts.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, kind: str) -> HttpResponse:
    known = _known(kind)
    stored = queries.own_contacts(request.user).get(known.value)
    form = ContactForm(known, stored, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"form": form, "kind": known, "contact": stored}
        return render(request, "members/contact.html", context, status=status)
    actions.show_contact(
        by=request.user,
        kind=known.value,
        value=form.cleaned_data["value"],
        audience=form.cleaned_data["audience"],
        agreed_to=form.agreed_to,
    )
    messages.success(request, _("Saved. The people you chose can see it now."))
    return see_other("members:contacts")


@login_required
@require_POST
def hiding(request: HttpRequest, kind: str) -> HttpResponse:
    stored = queries.own_contact(request.user, _known(kind).value)
    actions.hide_contact(by=request.user, contact=stored)
    messages.success(request, _("From now on only you see it."))
    return see_other("members:contacts")


@login_required
@require_POST
def removal(request: HttpRequest, kind: str) -> HttpResponse:
    stored = queries.own_contact(request.user, _known(kind).value)
    actions.remove_contact(by=request.user, contact=stored)
    messages.success(request, _("It is deleted."))
    return see_other("members:contacts")


def _known(kind: str) -> ContactKind:
    if kind not in ContactKind.values:
        raise NotFound
    return ContactKind(kind)
