from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.languages import LANGUAGES
from corridor.kernel.keys import DIGEST_LENGTH

from . import keys
from .enums import KEPT_FOR_OPERATOR, STUCK, Arrival, LetterState, Obstacle, Rhythm

LANGUAGE_CHOICES = list(LANGUAGES.items())


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        return self.filter(state=LetterState.WAITING, next_attempt_at__lte=timezone.now())

    def stuck(self) -> Self:
        return self.filter(state__in=STUCK)


class Letter(models.Model):
    """One mail to one recipient, from the change that caused it until the mail server has taken it.

    ``key`` is unique for a recipient: the same key never makes a second letter. ``is_secret`` letters lose
    their text once they are sent, since it lets somebody in; ``by_request`` ones go even to an address
    from which mail came back, since whoever reads there has just asked for it.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # one object of iTIP (RFC 5546), which says its method itself
    headers = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    hub_id = models.BigIntegerField(null=True, blank=True)
    group_id = models.BigIntegerField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    is_secret = models.BooleanField(default=False)
    by_request = models.BooleanField(default=False)
    is_news = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    not_after = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(person__isnull=False), name="letter_once_a_person"
            ),
            models.UniqueConstraint(
                Lower("to"), "key", condition=Q(person__isnull=True), name="letter_once_an_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state="waiting"), name="letter_waiting"
            ),
            models.Index(
                fields=["id"], condition=Q(state__in=["sending", "failed", "uncertain"]), name="letter_open"
            ),
            models.Index(Lower("to"), name="letter_by_address"),
        ]

    def __str__(self) -> str:
        return self.subject


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: models.Model) -> Self:
        return self.filter(person_id=person.pk)

    def untold(self) -> Self:
        """What belongs in the next digest: neither in a mail nor read on the page yet."""
        return self.filter(told_at=None, read_at=None, needs_answer=False)


class Notice(models.Model):
    """Something that a person is told: always on the page of notices, in a mail as that person wishes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    hub_id = models.BigIntegerField(null=True, blank=True)
    group_id = models.BigIntegerField(null=True, blank=True)
    needs_answer = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # written into a mail

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [models.Index(fields=["person", "-id"], name="notice_by_person")]

    def __str__(self) -> str:
        return self.title


class MailWish(models.Model):
    """How often a person wants mail; who never said has no row and gets only what needs an answer.

    ``last_digest_on`` is a day in the person's own time zone. It only grows, so that a clock that jumps
    back makes no second digest.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.NEEDED)
    before_unsubscribing = models.CharField(max_length=10, choices=Rhythm.choices, blank=True)
    last_digest_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"


class Suppression(models.Model):
    """An address that gets no more mail, until its owner says that it works again."""

    address = models.EmailField()
    obstacle = models.CharField(_("why"), max_length=12, choices=Obstacle.choices)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("unreachable address")
        verbose_name_plural = _("unreachable addresses")
        constraints = [
            models.UniqueConstraint(
                Lower("address"), "obstacle", condition=Q(lifted_at=None), name="suppression_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


class Question(models.Model):
    """One thing asked of one recipient, answered once by link or by reply, until it expires.

    Its key is a signature over ``uid``, so that it can be written into a mail again and is stored nowhere;
    the database holds the digest.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES)
    key = models.CharField(max_length=200, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_from = models.EmailField(blank=True)  # where a reply came from another address than asked
    closed_at = models.DateTimeField(null=True)  # withdrawn: whoever was asked has no longer a say
    helped_at = models.DateTimeField(null=True)  # an unclear answer was answered with a hint

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about_id}"

    @property
    def plain_key(self) -> str:
        return keys.key_of("question", self.uid)

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None and self.expires_at > timezone.now()

    @property
    def reply_address(self) -> str:
        """Where a reply is an answer; empty where the installation receives no mail."""
        return keys.reply_address(self.plain_key)

    @property
    def url(self) -> str:
        """The page with all choices."""
        return keys.page("post:answer", self.language, self.plain_key)

    def url_for(self, choice: str) -> str:
        """The page with one choice and its button."""
        return keys.page("post:answer-choice", self.language, self.plain_key, choice)


class InboundMail(models.Model):
    """A mail that came in, and what it turned out to be; ``raw`` is kept where nobody else has it."""

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    arrival = models.CharField(_("what it was"), max_length=10, choices=Arrival.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    question = models.ForeignKey(Question, null=True, on_delete=models.SET_NULL, related_name="+")
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    raw = models.BinaryField(null=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("mail received")
        verbose_name_plural = _("mails received")
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(settled_at=None, arrival__in=list(KEPT_FOR_OPERATOR)),
                name="inbound_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"


class FeedAddress(models.Model):
    """A person's private calendar address; its key is a signature over ``uid``, as a question's is."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="feed_one_a_person")
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"

    @property
    def plain_key(self) -> str:
        return keys.key_of("feed", self.uid)

    @property
    def url(self) -> str:
        return keys.page("post-root:feed", "", self.plain_key)
