"""Formats that Django lacks."""
