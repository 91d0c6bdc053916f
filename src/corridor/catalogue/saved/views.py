"""A person's saved searches, as a page of their account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.asking import question_from
from corridor.members.views import see_other

from . import actions, queries
from .forms import NameForm
from .models import LONGEST_QUERY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request: Request) -> HttpResponse:
    """The list; a POST saves the search whose address it holds."""
    if request.method == "POST":
        return _save(request)
    return _page(request, {})


def _save(request: Request) -> HttpResponse:
    kinds = queries.KINDS.get(request.POST.get("of", ""), queries.KINDS["all"])
    asked = QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])
    question = question_from(asked, get_language() or DEFAULT, kinds)
    actions.save_search(by=request.user, viewer=request.viewer, question=question)
    messages.success(request, _("Saved. We look every day and write to you when something new fits."))
    return see_other("catalogue:searches")


def _page(request: Request, forms: dict[int, NameForm], status: int = 200) -> HttpResponse:
    found = list(queries.searches_of(request.user))
    rows = [(search, forms.get(search.pk)) for search in found]
    context = {"rows": rows, "errors": bool(forms)}
    return render(request, "catalogue/searches.html", context, status=status)


@login_required
@require_POST
def renaming(request: Request, pk: int) -> HttpResponse:
    search = queries.search_of(request.user, pk)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, {search.pk: form}, status=422)
    actions.rename_search(by=request.user, search=search, name=form.cleaned_data["name"])
    messages.success(request, _("Saved."))
    return see_other("catalogue:searches")


@login_required
@require_POST
def pause(request: Request, pk: int) -> HttpResponse:
    search = queries.search_of(request.user, pk)
    paused = request.POST.get("paused") == "yes"
    actions.pause_search(by=request.user, search=search, viewer=request.viewer, paused=paused)
    messages.success(request, _("Paused.") if paused else _("We look again from now on."))
    return see_other("catalogue:searches")


@login_required
@require_POST
def deletion(request: Request, pk: int) -> HttpResponse:
    actions.delete_search(by=request.user, search=queries.search_of(request.user, pk))
    messages.success(request, _("Deleted."))
    return see_other("catalogue:searches")
