from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.meetings.enums import MinutesState


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Approved ones as their audience says, before that the group itself."""
        ours = Q(meeting__group_id__in=viewer.groups)
        approved = Q(state=MinutesState.APPROVED) & visible_filter(viewer, group="meeting__group_id")
        return self.filter(approved | ours & ~Q(state=MinutesState.APPROVED))


class Minutes(models.Model):
    """The minutes of a meeting: one passage for each item of the agenda, and one without for the rest.

    ``comments_until`` is when silence approves them. ``approved_in`` is the meeting that approved them,
    empty where silence did.
    """

    meeting = models.OneToOneField("meetings.Meeting", on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(max_length=8, choices=MinutesState.choices, default=MinutesState.DRAFT)
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_in = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)  # by mail to the participants
    version = models.PositiveIntegerField(default=1)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MinutesState.APPROVED) | Q(approved_at__isnull=False),
                name="minutes_approved_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=MinutesState.COMMENTS) | Q(comments_until__isnull=False),
                name="minutes_comments_until_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def is_approved(self) -> bool:
        return self.state == MinutesState.APPROVED


class Passage(models.Model):
    """The text about one item: paragraphs with an empty line between them. ``version`` grows with each
    change; what it was before is in ``PassageText``."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="passages")
    item = models.OneToOneField(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="passage"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(item=None), name="one_passage_without_item"
            ),
        ]
        indexes = [GinIndex(SearchVector("text", config="simple"), name="passage_words")]

    def __str__(self) -> str:
        return self.text[:80]


class PassageText(models.Model):
    """A passage as it was after one change."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="texts")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["passage", "version"], name="passage_text_once")]

    def __str__(self) -> str:
        return f"{self.version}: {self.text[:60]}"


class Clash(models.Model):
    """Two people changed the same paragraph: both stand in the text until somebody has decided.

    Empty text on one side means that this side deleted the paragraph.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="clashes")
    theirs = models.TextField(blank=True)  # what stood there already
    mine = models.TextField(blank=True)  # what came after
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.mine[:60]


class Comment(models.Model):
    """What a member says about minutes before they are approved; an objection stops approval by silence until
    it is settled."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="comments")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    is_objection = models.BooleanField(_("I object to these minutes"), default=False)
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Correction(models.Model):
    """A change of approved minutes, shown beside them for ever."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="corrections")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.reason
