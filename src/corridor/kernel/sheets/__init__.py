"""Spreadsheets from strangers, read as plain rows of text, and spreadsheets for strangers.

Nothing in a file is ever run or evaluated: no formula, no macro, no entity. What cannot be read
safely and within the limits is refused with a sentence that says what to do about it.
"""

from .limits import Limits
from .reading import Row, Sheet, open_sheet
from .writing import write_csv, write_sheets, write_xlsx

__all__ = ["Limits", "Row", "Sheet", "open_sheet", "write_csv", "write_sheets", "write_xlsx"]
