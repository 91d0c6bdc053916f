"""Writes of admission. Each takes a lock on its row first and looks at the state under that lock, so that
of two people who press the same button one is told that it has happened already."""

from .applications import add_message, confirm_application, express_interest, withdraw_application
from .claims import confirm_claim, decline_claim, grant_claim, make_claim, withdraw_claim
from .invitations import accept_invitation, invite, revoke_invitation
from .memberships import end_membership
from .reviews import admit, ask_applicant, check_answers, decline
from .seats import change_role, dismiss, end_seat, give_seat, leave_hub

__all__ = [
    "accept_invitation",
    "add_message",
    "admit",
    "ask_applicant",
    "change_role",
    "check_answers",
    "confirm_application",
    "confirm_claim",
    "decline",
    "decline_claim",
    "dismiss",
    "end_membership",
    "end_seat",
    "express_interest",
    "give_seat",
    "grant_claim",
    "invite",
    "leave_hub",
    "make_claim",
    "revoke_invitation",
    "withdraw_application",
    "withdraw_claim",
]
