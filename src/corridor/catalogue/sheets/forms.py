from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.forms import SheetForm, file_field


class UploadForm(SheetForm):
    file = file_field(
        label=_("Spreadsheet of services"),
        help_text=_("The filled-in template or a changed export, as .xlsx or .csv."),
    )
