"""One's own invitation, on the pages of a meeting."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from corridor.meetings.invitations.asking import CHOICES, MEANS
from corridor.meetings.invitations.queries import invitation_to, takes_answers
from corridor.meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("meetings/invitations/own.html", takes_context=True)
def own_invitation(context: RequestContext, meeting: Meeting) -> dict[str, Any]:
    """The answer and its buttons; nothing for who is not invited."""
    request: Any = context["request"]
    own = invitation_to(meeting, request.user) if meeting.group_id in request.viewer.groups else None
    replies = [(MEANS[one.name], one.label) for one in CHOICES]
    return {
        "own": own,
        "meeting": meeting,
        "may_answer": takes_answers(meeting),
        "choices": [
            {"value": reply.value, "label": label, "is_now": own is not None and own.reply == reply}
            for reply, label in replies
        ],
        "csrf_token": context.get("csrf_token"),
    }
