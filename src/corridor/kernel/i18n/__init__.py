"""The 24 official languages of the European Union, texts tagged with them, and names from CLDR."""
