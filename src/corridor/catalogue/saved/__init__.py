"""Searches that a person keeps: asked again each day as that person sees today, and told by one mail when
something new fits. What was there when the search was saved, or was told once, is not told again.
"""
