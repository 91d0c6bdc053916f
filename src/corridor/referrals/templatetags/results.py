"""What came of a referral, on its page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from corridor.referrals import rules
from corridor.referrals.models import Referral
from corridor.referrals.results.queries import kpi_lines_for, record_of
from corridor.referrals.results.steps import open_steps

register = template.Library()


@register.inclusion_tag("referrals/results/parts/results.html", takes_context=True)
def results_of(context: RequestContext, referral: Referral) -> dict[str, Any]:
    """The record, what its hub may write now, and the reader's own KPI line."""
    request: Any = context["request"]
    steps = open_steps(referral) if rules.answers(request.user, referral) else []
    return {
        "referral": referral,
        "record": record_of(referral),
        "steps": [
            {
                "title": step.title,
                "act": step.act,
                "is_next": step.is_first(referral),
                "url": reverse(f"referrals:{step.name}", args=[referral.pk]),
            }
            for step in steps
        ],
        "lines": kpi_lines_for(request.viewer, referral),
    }
