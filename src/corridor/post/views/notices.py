from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import NotFound
from corridor.post import actions, wishes
from corridor.post.models import Notice

from . import me, see_other

A_PAGE = 30


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    own = Notice.objects.of(me(request))
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": own.filter(read_at=None).count(),
        "rhythm": wishes.rhythm_of(me(request)),
    }
    return render(request, "post/notices.html", context)


@login_required
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    if not Notice.objects.of(me(request)).filter(pk=pk).exists():
        raise NotFound
    actions.mark_read(person=me(request), notice_id=pk)
    return see_other("post:notices", anchor=f"#notice-{pk}")


@login_required
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    actions.mark_read(person=me(request))
    return see_other("post:notices")
