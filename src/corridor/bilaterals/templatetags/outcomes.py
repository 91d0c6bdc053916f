"""Parts of other pages about what came of 1:1 meetings."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext

from corridor.bilaterals.outcomes.forms import OutcomeForm
from corridor.bilaterals.outcomes.moments import moment_of
from corridor.bilaterals.outcomes.saying import said_by
from corridor.kernel.clock import clock

register = template.Library()


@register.inclusion_tag("bilaterals/outcomes/parts/own.html", takes_context=True)
def own_outcomes(context: RequestContext) -> dict[str, Any]:
    """On the page of somebody's own meeting: what they said, and the form to say it."""
    meeting, said = context["meeting"], said_by(context["profile"], context["meeting"])
    moment = moment_of(meeting, clock())
    now = next((one for one in said if one.at == moment), None)
    initial = {"kind": now.kind, "note": now.note} if now else {}
    return {
        "said": said,
        "moment": moment if context["said"] is not False else None,
        "form": context.get("form") or OutcomeForm(initial=initial),
        "meeting": meeting,
        "event": context["event"],
        "csrf_token": context.get("csrf_token"),
    }
