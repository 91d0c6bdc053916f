from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from corridor.kernel.clock import is_right


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and agrees what time it is; for probes, so plain text."""
    status, text = (HTTPStatus.OK, "ok\n") if is_right() else (HTTPStatus.SERVICE_UNAVAILABLE, "clock\n")
    return HttpResponse(text, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
