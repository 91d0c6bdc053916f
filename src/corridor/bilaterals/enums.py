from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryKind(models.TextChoices):
    """What somebody brings to the event."""

    OFFER = "offer", _("offers")
    REQUEST = "request", _("looks for")
    IDEA = "idea", _("has an idea for a project")


class Half(models.TextChoices):
    """When somebody would rather meet."""

    EITHER = "either", _("at any time")
    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")


class AskState(models.TextChoices):
    """What became of one person's wish to meet another. ``expired``: nobody answered in time."""

    SENT = "sent", pgettext_lazy("request for a meeting", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request for a meeting", "accepted")
    DECLINED = "declined", pgettext_lazy("request for a meeting", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for a meeting", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("request for a meeting", "not answered in time")


class BilateralState(models.TextChoices):
    """Whether it is held when, or at all, says its booking."""

    AGREED = "agreed", pgettext_lazy("1:1 meeting", "agreed")
    CANCELLED = "cancelled", pgettext_lazy("1:1 meeting", "cancelled")


class ProposalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("schedule", "waits for its turn")
    RUNNING = "running", pgettext_lazy("schedule", "being made")
    DONE = "done", pgettext_lazy("schedule", "proposed")
    PUBLISHED = "published", pgettext_lazy("schedule", "published")
    REPLACED = "replaced", pgettext_lazy("schedule", "replaced by a later one")
    DISCARDED = "discarded", pgettext_lazy("schedule", "discarded")
    FAILED = "failed", pgettext_lazy("schedule", "failed")


class Proof(models.TextChoices):
    """What is known of a proposal; the values are those of ``engines.scheduling.Status``."""

    OPTIMAL = "optimal", _("proven best")
    BEST_FOUND = "best_found", _("best found")
    IMPOSSIBLE = "impossible", _("impossible")


class Change(models.TextChoices):
    """Why a published schedule is repaired."""

    CANCELLED = "cancelled", _("somebody cancels")
    LATE = "late", _("somebody comes later")
    TABLE_LOST = "table-lost", _("a table is lost")
    NEW_REQUEST = "new-request", _("a new request")
    NO_SHOW = "no-show", _("somebody did not come")


class OutcomeKind(models.TextChoices):
    """What came of a meeting, from less to more."""

    NOTHING = "nothing", _("nothing further")
    SECOND_MEETING = "second-meeting", _("we meet again")
    AGREEMENT = "agreement", _("an agreement")
    JOINT_SERVICE = "joint-service", _("a joint service")
    PROPOSAL = "proposal", _("a joint proposal")


class OutcomeAt(models.TextChoices):
    """When it was asked."""

    TABLE = "table", _("at the table")
    MONTH = "month", _("after one month")
    HALF_YEAR = "half-year", _("after six months")


RUNNING: Final = (ProposalState.WAITING, ProposalState.RUNNING)
OPEN: Final = (AskState.SENT, AskState.ACCEPTED)
