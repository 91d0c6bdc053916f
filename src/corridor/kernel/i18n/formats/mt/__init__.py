"""Maltese dates, times and numbers (CLDR); Django 5.2 has none and would fall back to the US ones."""
