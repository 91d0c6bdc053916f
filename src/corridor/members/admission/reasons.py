"""Reasons that come up often when an application is declined, to begin from; in the applicant's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.kernel.i18n.fields import best_text

from .models import Application


@dataclass(frozen=True)
class Reason:
    """``title`` is for the moderator, ``text`` for the applicant."""

    name: str
    title: str
    text: str


def reasons(application: Application) -> dict[str, Reason]:
    titles = {
        "other-field": _("Another field of work"),
        "not-a-hub": _("Not a hub"),
        "unmet": _("A criterion is not met"),
        "unanswered": _("Questions stayed open"),
    }
    texts = _texts(application)
    return {name: Reason(name, title, texts[name]) for name, title in titles.items()}


def _texts(application: Application) -> dict[str, str]:
    with override(application.language):
        names = {"hub": application.hub_name, "group": best_text(application.group.name)}
        texts = {
            "other-field": _(
                "Thank you for your interest. What %(hub)s does lies mostly outside the field of %(group)s, "
                "so that neither side would gain from the membership. You are welcome to write again when "
                "that changes."
            ),
            "not-a-hub": _(
                "Thank you for your interest. Members of %(group)s are innovation hubs that serve companies "
                "or public bodies of a region, and we could not see that %(hub)s is one."
            ),
            "unmet": _(
                "Thank you for your interest. One of the published criteria is not met yet: … As soon as it "
                "is, %(hub)s is welcome to apply again."
            ),
            "unanswered": _(
                "Thank you for your interest. Our questions about %(hub)s stayed without an answer, so that "
                "we close this application. You are welcome to apply again."
            ),
        }
        return {name: text % names for name, text in texts.items()}
