"""The official service record of 28 columns, prepared for both hubs of a referral: the hub that delivers
reports its service, the home hub that it networked its client. Nothing is sent anywhere.

Of the client each hub's line says what that hub may know. Values are English, as the official form is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.catalogue.enums import Customer
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.members.models import Hub
from corridor.referrals.enums import SERVED, ClientField, NeedState
from corridor.referrals.models import Client, Need, Referral, ServiceRecord
from corridor.referrals.queries import passed_on
from corridor.vocab.models import Term

AID: Final = "Amount of the service price to be reported as Aid of national or regional public nature, EUR"
CAPACITIES: Final = "Information on the use of capacities financed by the Digital Europe Programme"
WHICH_CAPACITIES: Final = "Specify use of capacities..."
COLUMNS: Final = (
    *("Content ID", "Customer", "VAT", "Service category delivered", "Number of attendees", "Service price"),
    *(
        "Price invoiced to customer",
        AID,
        "Specific information on State Aid",
        "Technology type used",
        "Status",
    ),
    *("Short description of the service", "Amount of investment triggered", "Type of investment", "Dates"),
    *(CAPACITIES, WHICH_CAPACITIES, "Specify type of investment", "Specify Technology type used"),
    *("Customer ID", "EDIH Name", "EDIH Country", "Customer Country", "Customer region"),
    *("Customer primary sector", "Customer staff size", "Customer type", "Author's email"),
)
NETWORKING: Final = "Networking and access to innovation ecosystems"
OF_REFERRAL: Final = "Referral of the customer to %(hub)s (%(country)s)"
PLANNED, ONGOING, FINALISED = "Planned", "Ongoing", "Finalised"
INVOICED: Final = "Finalised and invoiced"  # the official example; the others are ours

BY_TOOL: Final = _("The reporting tool gives it.")
LATER: Final = _("Recorded once the service is delivered.")
UNKNOWN_SIZE: Final = _("Only the home hub knows it; ask the client.")
NOT_SAID: Final = _("Nobody has said it yet.")
OWN_BOOKS: Final = _("Your hub’s own figure; it is not kept here.")
CONSENT: Final = _("The client has not agreed that your hub learns it.")
WITHDRAWN: Final = _("The client withdrew the need.")

Facts = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """``why`` is empty unless something is missing that the line should say."""

    column: str
    value: str
    why: Text = ""


@dataclass(frozen=True)
class KpiLine:
    hub: Hub
    is_home: bool
    cells: tuple[Cell, ...]

    @property
    def values(self) -> list[str]:
        return [cell.value for cell in self.cells]

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.why]


@dataclass
class _Line:
    """Values and reasons by column, while a line is written."""

    values: Facts = field(default_factory=dict)
    why: dict[str, Text] = field(default_factory=dict)

    def say(self, column: str, value: Any, why: Text = "") -> None:
        self.values[column] = "" if value is None else str(value)
        if why and not self.values[column]:
            self.why[column] = why

    def of(self, hub: Hub, *, is_home: bool) -> KpiLine:
        told = [Cell(name, self.values.get(name, ""), self.why.get(name, "")) for name in COLUMNS]
        return KpiLine(hub, is_home, tuple(told))


def kpi_lines(referral: Referral, today: date | None = None) -> tuple[KpiLine, KpiLine | None]:
    """Of the hub that delivers, and of the home hub where there is one. Show each to its own people only."""
    day = today or timezone.localdate()
    home = referral.need.hub
    with override("en"):
        return _of_provider(referral, day), _of_home(referral, home) if home else None


def _of_provider(referral: Referral, today: date) -> KpiLine:
    line, record = _Line(), record_or_empty(referral)
    _say_frame(line, referral.hub, referral.answered_by)
    _say_client(line, referral.need, passed_on(referral), _why_not(referral.need, CONSENT))
    line.say("Customer staff size", "", UNKNOWN_SIZE)
    category = referral.service.category if referral.service else referral.need.category
    line.say("Service category delivered", category.code if category else "", NOT_SAID)
    line.say("Status", _status(referral, record, today))
    line.say("Dates", _dates(record.starts_on, record.ends_on), LATER)
    _say_delivery(line, record)
    _say_money(line, record)
    return line.of(referral.hub, is_home=False)


def _of_home(referral: Referral, home: Hub) -> KpiLine:
    """Its service is that it found the hub elsewhere and stayed with the client until the service was
    agreed."""
    line, need = _Line(), referral.need
    client: Client | None = getattr(need, "client", None)
    known = {} if client is None else {one: getattr(client, one) for one in ClientField}
    _say_frame(line, home, referral.sent_by)
    _say_client(line, need, known, _why_not(need, NOT_SAID))
    line.say("Customer staff size", client.get_staff_display() if client else "", NOT_SAID)
    line.say("Service category delivered", NETWORKING)
    line.say("Technology type used", _joined(need.technologies.all()), NOT_SAID)
    line.say("Status", FINALISED if referral.state in SERVED else ONGOING)
    line.say("Dates", _dates(_day(referral.sent_at), _day(referral.agreed_at)), LATER)
    line.say("Short description of the service", _referral_in_words(referral))
    for column in ("Service price", "Price invoiced to customer"):
        line.say(column, "", OWN_BOOKS)
    return line.of(home, is_home=True)


def record_or_empty(referral: Referral) -> ServiceRecord:
    found: ServiceRecord | None = getattr(referral, "record", None)
    return found or ServiceRecord(referral=referral)


def _why_not(need: Need, why: Text) -> Text:
    return WITHDRAWN if need.state == NeedState.WITHDRAWN else why


def _say_frame(line: _Line, hub: Hub, author: Any) -> None:
    """Who reports."""
    line.say("Content ID", "", BY_TOOL)
    line.say("Customer ID", "", BY_TOOL)
    line.say("EDIH Name", hub.name)
    line.say("EDIH Country", hub.country.catalogue_name)
    line.say("Author's email", author.email if author else "", NOT_SAID)


def _say_client(line: _Line, need: Need, known: Mapping[ClientField, str], why: Text) -> None:
    """Country, region, sector and kind are part of the need itself, which both hubs read."""
    line.say("Customer", known.get(ClientField.ORGANISATION), why)
    line.say("VAT", known.get(ClientField.VAT), why)
    line.say("Customer Country", need.country.catalogue_name)
    line.say("Customer region", need.region, NOT_SAID)
    sector = next(iter(need.sectors.all()), None)
    line.say("Customer primary sector", sector.code if sector else "", NOT_SAID)
    line.say("Customer type", Customer(need.customer).label)


def _say_delivery(line: _Line, record: ServiceRecord) -> None:
    used = list(record.technologies.all()) if record.pk else []
    is_delivered = bool(record.description)
    line.say("Number of attendees", record.attendees, NOT_SAID if is_delivered else LATER)
    line.say("Technology type used", _joined(used), NOT_SAID if is_delivered else LATER)
    line.say("Specify Technology type used", record.technology_other)
    line.say("Short description of the service", record.description, LATER)
    line.say(CAPACITIES, ("Yes" if record.capacities else "No") if is_delivered else "", LATER)
    line.say(WHICH_CAPACITIES, record.capacities)


def _say_money(line: _Line, record: ServiceRecord) -> None:
    line.say("Service price", record.price, NOT_SAID)
    line.say("Price invoiced to customer", record.invoiced, _("Not invoiced yet."))
    line.say(AID, record.aid, NOT_SAID)
    line.say("Specific information on State Aid", record.aid_note, NOT_SAID if record.aid else "")
    line.say("Amount of investment triggered", record.investment, _("Recorded with the result."))
    line.say("Type of investment", record.investment_kind, NOT_SAID if record.investment else "")


def _status(referral: Referral, record: ServiceRecord, today: date) -> str:
    if referral.state in SERVED:
        return FINALISED if record.invoiced is None else INVOICED
    return ONGOING if record.starts_on and record.starts_on <= today else PLANNED


def _referral_in_words(referral: Referral) -> str:
    told = {"hub": referral.hub.name, "country": referral.hub.country.catalogue_name}
    service = best_text(referral.service.title, "en") if referral.service else ""
    return f"{OF_REFERRAL % told}: {service}" if service else OF_REFERRAL % told


def _joined(terms: Iterable[Term]) -> str:
    return ";".join(term.code for term in terms)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _dates(first: date | None, last: date | None) -> str:
    """As the official form wants them; nothing before both are known."""
    return f"{first:%Y-%m-%d} / {last:%Y-%m-%d}" if first and last else ""
