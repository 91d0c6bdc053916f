"""What an organiser says before a schedule is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.models import Bilaterals


class ProposeForm(forms.Form):
    seconds = forms.IntegerField(
        label=_("Seconds to look for a schedule"),
        min_value=1,
        max_value=600,
        help_text=_("It ends earlier when the schedule is proven best."),
    )
    spread = forms.IntegerField(
        label=_("Fairness"),
        min_value=0,
        max_value=30,
        required=False,
        help_text=_("The most by which the numbers of waits of two people may differ. Empty: not asked for."),
    )
    all_held = forms.BooleanField(
        label=_("Hold every agreed meeting, or say which demands stand against it"), required=False
    )

    def __init__(self, data: Any, bilaterals: Bilaterals) -> None:
        super().__init__(data, initial={"seconds": bilaterals.seconds, "spread": bilaterals.spread})
