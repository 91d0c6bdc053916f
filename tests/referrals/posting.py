"""Needs as they come in by the form, for stories."""

from __future__ import annotations

from tests.members.admission import stamp_of

WORDS = {
    "title": "Private 5G network for a shipyard",
    "text": "We want to connect cranes and sensors in our dock. We would like to start by 15 March 2099 and "
    "can spend 20 000 EUR on it.",
    "customer": "sme",
    "country": "NO",
    "region": "NO071",
    "language": "",
}


def sent(**changes) -> dict[str, object]:
    """The second step as Siri of the shipyard sends it, with two suggestions ticked."""
    filled = WORDS | {
        "step": "send",
        "trap": "",
        "opened": stamp_of(),
        "language": "en",
        "concepts": ["private-5g-network"],
        "languages": ["fi", "en"],
        "delivery": "both",
        "budget_read": ["20000.00"],
        "hard": ["language", "budget"],
        "audience": "network",
        "organisation": "Skarvik Verft",
        "email": "siri@skarvik.example",
        "phone": "+47 999 00 111",
        "consented": ["organisation", "phone", "vat"],
        "consent": "on",
    }
    return filled | changes
