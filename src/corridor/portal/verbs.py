"""What the acts in the journal are called, for the rooms below; a verb without a title is shown as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

HUBS = {
    "add-hub": _("Hub added"),
    "edit-hub": _("Hub’s profile changed"),
    "confirm-hub": _("Hub’s profile confirmed"),
    "import": _("Hub taken over from a file"),
    "apply-import": _("File imported"),
    "undo-import": _("Import undone"),
    "add-seat": _("Seat given"),
    "change-seat": _("Seat changed"),
    "end-seat": _("Seat ended"),
    "show-contact": _("Contact detail shown"),
    "remove-contact": _("Contact detail deleted"),
}
ADMISSION = {
    "express-interest": _("Interest expressed"),
    "confirm-application": _("Application confirmed"),
    "check-application": _("Application checked"),
    "ask-applicant": _("Question to the applicant"),
    "answer-moderators": _("Applicant answered"),
    "admit-hub": _("Hub admitted"),
    "decline-application": _("Application declined"),
    "withdraw-application": _("Application withdrawn"),
    "make-claim": _("Hub claimed"),
    "confirm-claim": _("Claim confirmed"),
    "grant-claim": _("Claim granted"),
    "decline-claim": _("Claim declined"),
    "withdraw-claim": _("Claim withdrawn"),
    "invite": _("Invitation sent"),
    "accept-invitation": _("Invitation accepted"),
    "revoke-invitation": _("Invitation revoked"),
}
GROUPS = {
    "create-group": _("Group created"),
    "edit-group": _("Group changed"),
    "edit-mandate": _("Mandate changed"),
    "add-criterion": _("Criterion added"),
    "edit-criterion": _("Criterion changed"),
    "move-criterion": _("Criterion moved"),
    "remove-criterion": _("Criterion removed"),
    "add-milestone": _("Milestone added"),
    "edit-milestone": _("Milestone changed"),
    "add-membership": _("Hub became a member"),
    "renew-membership": _("Membership renewed"),
    "end-membership": _("Membership ended"),
    "add-grouprole": _("Role given"),
    "change-grouprole": _("Role changed"),
    "give-role": _("Role given"),
    "change-term": _("Term changed"),
    "end-role": _("Role ended"),
    "plan-rotation": _("Rotation planned"),
    "stop-rotation": _("Rotation stopped"),
    "open-election": _("Election opened"),
    "open-second-round": _("Second round opened"),
    "cancel-election": _("Election cancelled"),
    "count-election": _("Votes counted"),
    "decide-tie": _("Tie decided"),
    "elected-again": _("Elected again, for another term"),
    "nominate": _("Candidate nominated"),
    "answer-nomination": _("Nomination answered"),
    "vote": _("Hub voted"),
    "start-handover": _("Handover started"),
    "edit-handover": _("Handover changed"),
    "complete-handover": _("Handover completed"),
    "cancel-handover": _("Handover cancelled"),
    "collect-duties": _("Duties collected"),
    "add-duty": _("Duty added"),
    "take-duty": _("Duty taken"),
    "add-handover-link": _("Link added to a handover"),
}
PEOPLE = {
    "add-person": _("Account added"),
    "change-person": _("Account changed"),
    "open-account": _("Account opened"),
    "change-address": _("Address for signing in changed"),
    "erase-person": _("Account erased"),
    "export-own-data": _("Own data taken along"),
    "set-passphrase": _("Passphrase set"),
    "add-second-factor": _("Second factor added"),
    "remove-second-factor": _("Second factor removed"),
    "link-identity": _("Account of another service linked"),
    "unlink-identity": _("Account of another service unlinked"),
    "make-api-token": _("Key for programs made"),
    "revoke-api-token": _("Key for programs revoked"),
    "end-session": _("Session ended"),
    "end-sessions": _("Sessions ended"),
    "give-consent": _("Consent given"),
    "withdraw-consent": _("Consent taken back"),
}
POST = {
    "answer": _("Question answered by mail"),
    "choose-rhythm": _("Rhythm of mails chosen"),
    "open-feed": _("Calendar feed opened"),
    "close-feed": _("Calendar feed closed"),
    "lift-suppression": _("Address is written to again"),
    "send-again": _("Letter sent again"),
}
INSTALLATION = {
    "load-reference-data": _("Official lists loaded"),
    "fill-in-demo": _("Demo filled in"),
}


def register() -> None:
    for titles in (HUBS, ADMISSION, GROUPS, PEOPLE, POST, INSTALLATION):
        register_verbs(titles)
