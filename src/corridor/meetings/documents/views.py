"""Documents of a meeting: the list, adding one, reading one, and taking one away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.http.uploads import NoRoom
from corridor.meetings import rules
from corridor.meetings.models import Meeting
from corridor.meetings.queries import meeting_for_members, meeting_for_preparing
from corridor.members.views import see_other

from . import actions, queries
from .forms import DocumentForm
from .storing import path_of

ALONE = "default-src 'none'; sandbox"  # should a browser show it after all, it shows nothing that acts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Request, slug: str, pk: int) -> HttpResponse:
    if request.method == "POST":
        return _add(request, meeting_for_preparing(request.user, slug, pk))
    meeting = meeting_for_members(request.viewer, slug, pk)
    return _page(request, meeting, DocumentForm())


def _add(request: Request, meeting: Meeting) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, meeting, form, status=422)
    given = form.cleaned_data
    try:
        actions.add_document(by=request.user, meeting=meeting, file=given["file"], title=given["title"])
    except (Refused, NoRoom) as error:
        form.add_error("file", str(error.text))
        return _page(request, meeting, form, status=int(error.status))
    messages.success(request, _("The document is there."))
    return see_other("meetings:documents", meeting.group.slug, meeting.pk)


def _page(request: Request, meeting: Meeting, form: DocumentForm, status: int = 200) -> HttpResponse:
    context = {
        "meeting": meeting,
        "tab": "",
        "form": form,
        "documents": queries.documents_of(meeting),
        "prepares": rules.prepares_meetings(request.user, meeting.group),
    }
    return render(request, "meetings/documents/documents.html", context, status=status)


@login_required
@require_safe
def document(request: Request, slug: str, pk: int, document: int) -> HttpResponse:
    found = queries.document_for_reading(request.viewer, slug, pk, document)
    try:
        content = path_of(found.uid).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error
    response = HttpResponse(content, content_type=found.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = ALONE
    return response


@login_required
@require_POST
def removal(request: Request, slug: str, pk: int, document: int) -> HttpResponse:
    found = queries.document_for_removing(request.user, slug, pk, document)
    actions.remove_document(by=request.user, document=found)
    messages.success(request, _("The document is removed."))
    return see_other("meetings:documents", slug, pk)
