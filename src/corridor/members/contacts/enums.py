from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience


class ContactKind(models.TextChoices):
    JOB_TITLE = "job-title", _("Job title")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WEB = "web", _("Web page")
    MESSENGER = "messenger", _("Messenger")


AUDIENCES: Final = {
    Audience.HUB: _("people of my hubs"),
    Audience.GROUP: _("people who take part in my groups"),
    Audience.NETWORK: _("people of all hubs of the network"),
    Audience.PUBLIC: _("everybody, also on the public web"),
}
