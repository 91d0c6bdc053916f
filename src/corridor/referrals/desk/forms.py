from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.engines.matching import Signal, Weights
from corridor.referrals.models import Desk

from .problem import weights_of
from .wording import LABELS

MOST: Final = 10.0
MOST_POINTS: Final = 20.0
MOST_DAYS: Final = 60
HUNDRED: Final = 100  # points that a score of 1 is
DIGITS: Final = 4


def _number(**given: Any) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
    return forms.FloatField(min_value=0, widget=widget, **given)


class WeightsForm(forms.Form):
    """A number for each signal; ``equal`` in points, as scores are shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    equal = _number(
        label=gettext_lazy("Equally good within"),
        max_value=MOST_POINTS,
        help_text=gettext_lazy(
            "Points of 100. Within so many, the hub that was sent fewer needs lately comes first; with 0 the"
            " points alone decide."
        ),
    )
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days for a hub’s answer"), min_value=1, max_value=MOST_DAYS
    )
    moderate_days = forms.IntegerField(
        label=gettext_lazy("Days until a moderator looks at a need"), min_value=1, max_value=MOST_DAYS
    )

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(data, initial=_initial(desk))
        for signal, (label, help_text) in LABELS.items():
            self.fields[signal.value] = _number(label=label, help_text=help_text, max_value=MOST)

    @property
    def of_signals(self) -> list[forms.BoundField]:
        return [self[signal.value] for signal in Signal]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(given[signal.value] for signal in Signal):
            self.add_error(None, _("One weight at least must be above 0."))
        return given

    @property
    def weights(self) -> Weights:
        given = {signal.value: round(self.cleaned_data[signal.value], DIGITS) for signal in Signal}
        return Weights(**given, equal=round(self.cleaned_data["equal"] / HUNDRED, DIGITS))

    @property
    def days(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in ("answer_days", "moderate_days")}


def _initial(desk: Desk) -> dict[str, Any]:
    weights = weights_of(desk)
    return {
        **{signal.value: weights.of(signal) for signal in Signal},
        "equal": f"{round(weights.equal * HUNDRED, DIGITS):g}",
        "answer_days": desk.answer_days,
        "moderate_days": desk.moderate_days,
        "version": desk.version,
    }
