"""Every mail of admission, in one place: which kind, to whom, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.members.enums import MODERATORS, SeatRole
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post import clean
from corridor.post.answers import ask
from corridor.post.kinds import Kind, register_kind

from .keys import address_of, follow_link, path_of
from .models import Application, Claim, Invitation, Message
from .rules import groups_of


def _to_outside(name: str, title: Text) -> Kind:
    """Its link lets the reader in, so that the text is forgotten once it is sent."""
    return Kind(name, title, f"members/mail/{name}", needs_answer=True, is_secret=True)


def _inside(name: str, title: Text, *, needs_answer: bool = False) -> Kind:
    return Kind(name, title, f"members/mail/{name}", needs_answer=needs_answer)


QUESTION: Final = "application-question"
KINDS: Final = (
    _to_outside("application-confirm", _("Confirm an application")),
    _to_outside(QUESTION, _("A question about an application")),
    _to_outside("application-admitted", _("A hub is admitted")),
    _to_outside("application-declined", _("An application is declined")),
    _to_outside("claim-confirm", _("Confirm that you work for a hub")),
    _to_outside("claim-granted", _("Your seat in a hub")),
    _to_outside("claim-declined", _("Your seat in a hub is declined")),
    _to_outside("invitation", _("An invitation")),
    _inside("application-arrived", _("A hub applies to a group that you moderate"), needs_answer=True),
    _inside("application-answered", _("An applicant answered"), needs_answer=True),
    _inside("claim-arrived", _("Somebody says that they work for a hub"), needs_answer=True),
    _inside("hub-orphaned", _("A hub has no editor any more"), needs_answer=True),
    _inside("seat-ended", _("Your seat in a hub has ended"), needs_answer=True),
    _inside("hub-joined", _("A hub joined your group")),
    _inside("membership-ended", _("A hub’s membership ends")),
)


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


# To somebody outside, by a link


def ask_to_confirm(record: Application | Claim) -> None:
    kind = "application-confirm" if isinstance(record, Application) else "claim-confirm"
    _write(record, kind, key=f"{kind}:{record.pk}")


def put_question(message: Message) -> None:
    """It can be answered on the page of the application, or by replying (``replies``)."""
    application, key = message.application, f"{QUESTION}:{message.pk}"
    asked = ask(
        purpose=QUESTION,
        about=message,
        address=application.email,
        name=clean.one_line(application.name),
        language=application.language,
        key=key,
    )
    _write(application, QUESTION, key=key, reply_to=asked.reply_address, text=message.text, free_reply=True)


def welcome(application: Application, *, has_seat: bool) -> None:
    hub = application.hub
    assert hub is not None  # noqa: S101 - it was admitted
    language = application.language
    _write(
        application,
        "application-admitted",
        key=f"application-admitted:{application.pk}",
        has_seat=has_seat,
        sign_in=address_of("people:sign-in", language=language),
        profile=address_of("members:edit-hub", hub.slug, language=language),
        people=address_of("members:people", hub.slug, language=language),
        group_page=address_of("portal:group", application.group.slug, language=language),
    )


def tell_declined(application: Application, reason: str) -> None:
    _write(application, "application-declined", key=f"application-declined:{application.pk}", reason=reason)


def tell_claimant(claim: Claim, *, granted: bool) -> None:
    kind = "claim-granted" if granted else "claim-declined"
    sign_in = address_of("people:sign-in", language=claim.language)
    _write(claim, kind, key=f"{kind}:{claim.pk}", reason=claim.reason, sign_in=sign_in)


def _write(record: Application | Claim, kind: str, *, key: str, reply_to: str = "", **more: Any) -> None:
    post.write_to(
        hub_id=None if isinstance(record, Application) else record.hub_id,
        group_id=record.group_id if isinstance(record, Application) else None,
        address=record.email,
        name=record.name,
        language=record.language,
        kind=kind,
        context=_about(record, record.language) | {"url": follow_link(record)} | more,
        about=record,
        key=key,
        reply_to=reply_to,
    )


def _about(record: Application | Claim, language: str) -> dict[str, Any]:
    if isinstance(record, Application):
        return {"hub": record.hub_name, "group": _group_name(record.group, language)}
    return {"hub": record.hub.name}


def invite(invitation: Invitation, key: str) -> None:
    language = invitation.language
    with override(language):
        place, role = _place_name(invitation, language), invitation.role_label
    post.write_to(
        address=invitation.email,
        name="",
        language=language,
        kind="invitation",
        context={
            "place": place,
            "role": role,
            "inviter": invitation.invited_by.name,
            "note": invitation.note,
            "expires": in_words(timezone.localdate(invitation.expires_at), language),
            "url": address_of("members:invitation", key, language=language),
        },
        about=invitation,
        key=f"invitation:{invitation.pk}",
        hub_id=invitation.hub_id,
        group_id=invitation.group_id,
    )


def _place_name(invitation: Invitation, language: str) -> str:
    return invitation.hub.name if invitation.hub else _group_name(invitation.group, language)


def in_words(day: date | None, language: str) -> str:
    locale = "en_GB" if language == "en" else language
    return str(format_date(day, format="long", locale=locale)) if day else ""


def _group_name(group: WorkingGroup | None, language: str) -> str:
    return best_text(group.name, language) or group.slug if group else ""


# To people with an account


def tell_moderators_of(application: Application, kind: str, *, number: int = 0, text: str = "") -> None:
    """``number`` tells several letters of one kind about the same application apart."""
    for person in moderators_of([application.group_id]):
        context = {
            "hub": application.hub_name,
            "group": _group_name(application.group, person.language),
            "applicant": application.name,
            "due": in_words(application.due_on, person.language),
            "text": text,
        }
        url = path_of("members:application", application.group.slug, application.pk, language=person.language)
        post.tell(
            person=person,
            kind=kind,
            context=context,
            about=application,
            key=f"{kind}:{application.pk}:{number}:{person.pk}",
            url=url,
            group_id=application.group_id,
        )


def tell_deciders_of(claim: Claim) -> None:
    """The hub's editors, else the moderators of its groups, else the operators."""
    people = editors_of(claim.hub) or moderators_of(groups_of(claim.hub)) or _operators()
    for person in people:
        url = path_of("members:claim-decision", claim.hub.slug, claim.pk, language=person.language)
        _tell_about_hub(person, "claim-arrived", claim.hub, url, claim, claimant=claim.name)


def tell_orphaned(hub: Hub, seat: Seat) -> None:
    for person in moderators_of(groups_of(hub)):
        url = path_of("portal:hub", hub.slug, language=person.language)
        _tell_about_hub(person, "hub-orphaned", hub, url, seat)


def tell_joined(membership: GroupMembership, people: Iterable[Person]) -> None:
    for person in people:
        url = path_of("portal:hub", membership.hub.slug, language=person.language)
        name = _group_name(membership.group, person.language)
        _tell_about_hub(person, "hub-joined", membership.hub, url, membership, group=name)


def tell_membership_ended(membership: GroupMembership, *, reason: str, by_hub: bool) -> None:
    """The other side hears of it: the moderators where the hub leaves, else the hub's editors."""
    people = moderators_of([membership.group_id]) if by_hub else editors_of(membership.hub)
    for person in people:
        url = path_of("portal:group", membership.group.slug, language=person.language)
        name, until = (
            _group_name(membership.group, person.language),
            in_words(membership.until, person.language),
        )
        _tell_about_hub(
            person, "membership-ended", membership.hub, url, membership,
            group=name, reason=reason, until=until, by_hub=by_hub,
        )  # fmt: skip


def say_seat_ended(seat: Seat, reason: str) -> None:
    """The last letter about this hub: what ended and why, written after all others were called back."""
    person = seat.person
    post.write_to(
        address=person.email,
        name=person.name,
        language=person.language,
        kind="seat-ended",
        context={"hub": seat.hub.name, "reason": reason},
        about=seat,
        key=f"seat-ended:{seat.pk}",
        time_zone=person.time_zone,
    )


def _tell_about_hub(person: Person, kind: str, hub: Hub, url: str, about: Any, **more: Any) -> None:
    number = f"{about.pk}:{about.since}" if isinstance(about, GroupMembership) else about.pk
    post.tell(
        person=person,
        kind=kind,
        context={"hub": hub.name} | more,
        about=about,
        key=f"{kind}:{number}:{person.pk}",
        url=url,
        hub_id=hub.pk,
    )


def moderators_of(groups: list[int]) -> list[Person]:
    roles = GroupRole.objects.current().filter(group__in=groups, role__in=MODERATORS)
    return list(Person.objects.filter(pk__in=roles.values("person"), is_active=True).order_by("pk"))


def editors_of(hub: Hub) -> list[Person]:
    seats = Seat.objects.current().filter(hub=hub, role=SeatRole.EDITOR)
    return list(Person.objects.filter(pk__in=seats.values("person"), is_active=True).order_by("pk"))


def _operators() -> list[Person]:
    return list(Person.objects.filter(is_superuser=True, is_active=True).order_by("pk"))
