"""The mathematics, as pure Python on frozen dataclasses: no Django, no database, no clock."""
