from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.meetings.enums import Reply, Via
from corridor.people.models import validate_time_zone


class Invitation(models.Model):
    """Somebody is asked to a meeting: a person for a hub or in a role, or a guest by address.

    ``sent_revision`` is the meeting's revision of the last calendar object that was sent. ``asked_for`` is
    the beginning that was asked for, and ``asked_revision`` the first revision that had it: an answer to an
    earlier one says nothing of the new date. ``came`` is noted at the meeting; empty means nobody noted.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    hub = models.ForeignKey("members.Hub", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)  # of a guest
    address = models.EmailField(_("e-mail"), blank=True)  # of a guest
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGES.items()), default=DEFAULT)
    zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_time_zone]
    )
    is_required = models.BooleanField(_("has to be there"), default=False)
    reply = models.CharField(_("answer"), max_length=12, choices=Reply.choices, default=Reply.NEEDS_ACTION)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)
    replied_via = models.CharField(max_length=8, choices=Via.choices, blank=True, editable=False)
    reply_stamp = models.DateTimeField(null=True, blank=True, editable=False)  # DTSTAMP of a calendar's reply
    note = models.CharField(_("note"), max_length=500, blank=True)
    sent_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    asked_revision = models.PositiveIntegerField(default=0, editable=False)
    asked_for = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    came = models.BooleanField(_("was there"), null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["hub__name", "person__name", "name", "id"]
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="invited_once"
            ),
            models.UniqueConstraint(
                "meeting", Lower("address"), condition=Q(person__isnull=True), name="guest_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="invited_person_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.name or self.address}, {self.get_reply_display()}"

    @property
    def shown_name(self) -> str:
        return str(self.person.name if self.person else self.name or self.address)

    @property
    def mail(self) -> str:
        """Where the invitation goes."""
        return str(self.person.email if self.person else self.address)
