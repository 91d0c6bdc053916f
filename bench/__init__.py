"""Measurements as repeatable commands; ``make bench`` runs them all."""
