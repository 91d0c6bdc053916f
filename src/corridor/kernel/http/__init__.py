"""Middleware and answers that every room shares."""
