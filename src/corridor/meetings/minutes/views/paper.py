"""Minutes to keep and to print: a PDF of what the reader may see on their page."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.meetings.minutes import queries
from corridor.meetings.minutes.paper.contents import of_minutes
from corridor.meetings.minutes.paper.typesetting import as_pdf, typeset


@require_safe
def paper(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.minutes_for_viewing(request.viewer, slug, pk)
    contents = of_minutes(found, request.viewer, request.user)
    at = found.approved_at or found.clock  # type: ignore[attr-defined]
    return as_pdf(typeset("minutes", contents, at=at), f"{slug}-minutes-{found.meeting.held_on or pk}")
