from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import NotFound

from . import actions, queries
from .forms import TokenForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, app="corridor.people")
def tokens(request: HttpRequest) -> HttpResponse:
    """The keys of this person's programs; a new one is shown in the answer to its form, and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    _token, key = actions.make_token(by=request.user, **form.cleaned_data)
    return _page(request, TokenForm(), key=key)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = queries.tokens_of(request.user).filter(pk=pk).first()
    if token is None:
        raise NotFound
    actions.revoke_token(by=request.user, token=token)
    messages.success(request, _("This key no longer opens anything."))
    response = redirect("people:tokens")
    response.status_code = 303
    return response


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "tokens": queries.tokens_of(request.user)} | more
    return render(request, "people/tokens.html", context, status=status)
