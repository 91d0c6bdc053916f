from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from corridor.members.enums import GroupRoleName

LONGEST = 60


class Rotation(models.Model):
    """Who takes a role in what order, for ``months`` each, beginning with the first turn on ``starts_on``."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="rotations")
    role = models.CharField(_("role"), max_length=12, choices=GroupRoleName.choices)
    starts_on = models.DateField(_("first day"))
    months = models.PositiveSmallIntegerField(
        _("months for each"), default=6, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["starts_on", "id"]
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "role"], condition=Q(stopped_at=None), name="rotation_one_for_a_role"
            ),
            models.CheckConstraint(condition=Q(months__range=(1, LONGEST)), name="rotation_months"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.group}"


class RotationTurn(models.Model):
    """One turn: of a person, or of a hub, whose delegate takes it on the day; ``given`` came of it."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    hub = models.ForeignKey("members.Hub", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    given = models.OneToOneField(
        "members.GroupRole", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "position"], name="rotation_turn_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, hub__isnull=True)
                | Q(person__isnull=True, hub__isnull=False),
                name="rotation_turn_of_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.hub)
