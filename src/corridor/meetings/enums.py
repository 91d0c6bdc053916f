from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """``draft``: the day is still being looked for. That a meeting is over follows from its end."""

    DRAFT = "draft", pgettext_lazy("meeting", "date not fixed")
    FIXED = "fixed", pgettext_lazy("meeting", "fixed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Approval(models.TextChoices):
    """How the minutes of a series become approved; the group's mandate says which."""

    NEXT_MEETING = "meeting", _("by the next meeting")
    SILENCE = "silence", _("by silence, if nobody objects in time")


class Reply(models.TextChoices):
    """What somebody answered to an invitation; the values are those of PARTSTAT (RFC 5545)."""

    NEEDS_ACTION = "needs-action", _("has not answered")
    ACCEPTED = "accepted", _("comes")
    TENTATIVE = "tentative", _("comes perhaps")
    DECLINED = "declined", _("does not come")


class Via(models.TextChoices):
    """How an answer came."""

    PAGE = "page", _("on its page")
    LINK = "link", _("by link or reply")
    CALENDAR = "calendar", _("from a calendar")
    OTHERS = "others", _("noted by the moderators")


class Suits(models.TextChoices):
    """What somebody says of a slot in a poll."""

    YES = "yes", _("suits")
    MAYBE = "maybe", _("if need be")
    NO = "no", _("does not suit")


class ItemKind(models.TextChoices):
    INFORMATION = "information", _("for information")
    DISCUSSION = "discussion", _("for discussion")
    DECISION = "decision", _("for decision")


class ItemState(models.TextChoices):
    """``suggested`` items were offered by a member and are not on the agenda until a moderator takes them;
    ``set-aside`` ones are not offered again for this meeting."""

    SUGGESTED = "suggested", _("suggested")
    ACCEPTED = "accepted", _("on the agenda")
    SET_ASIDE = "set-aside", _("set aside")


class Outcome(models.TextChoices):
    """What became of an item at the meeting; a postponed one is proposed for the next."""

    OPEN = "open", pgettext_lazy("agenda item", "not reached yet")
    DONE = "done", pgettext_lazy("agenda item", "dealt with")
    POSTPONED = "postponed", pgettext_lazy("agenda item", "postponed")


class MinutesState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("minutes", "being written")
    COMMENTS = "comments", pgettext_lazy("minutes", "open for comments")
    APPROVED = "approved", pgettext_lazy("minutes", "approved")


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action", "open")
    DONE = "done", pgettext_lazy("action", "done")
    DROPPED = "dropped", pgettext_lazy("action", "given up")


class Choice(models.TextChoices):
    """What a hub says in a vote."""

    YES = "yes", pgettext_lazy("vote", "yes")
    NO = "no", pgettext_lazy("vote", "no")
    ABSTAIN = "abstain", pgettext_lazy("vote", "abstention")


class Majority(models.TextChoices):
    """Of the votes for and against; abstentions count for the quorum only."""

    SIMPLE = "simple", _("more for than against")
    TWO_THIRDS = "two-thirds", _("at least two thirds for")


MEETING_AUDIENCES: Final = ("group", "network", "public")
