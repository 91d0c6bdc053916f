"""A service as FIWARE's ``DigitalInnovationHubService`` 0.0.3, in key-values.

https://github.com/smart-data-models/dataModel.DigitalInnovationHub - it has one language: that of the
address, else English, else the first that there is. Its ``name`` is its ``title`` too, as in its examples.
"""

from __future__ import annotations

from typing import Any, Final

from corridor.catalogue.enums import Customer
from corridor.catalogue.linked_data import address_of, address_of_hub, others_of
from corridor.catalogue.models import Service
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.linked_data.words import said, web
from corridor.members.models import Hub

TYPE: Final = "DigitalInnovationHubService"
CONTEXT: Final = "https://smart-data-models.github.io/dataModel.DigitalInnovationHub/context.jsonld"


def entity(service: Service) -> dict[str, Any]:
    """Of a service with all that ``queries.in_full`` brings."""
    name = best_text(service.title) or service.slug
    return said(
        {
            "id": f"urn:ngsi-ld:{TYPE}:{service.hub.slug}:{service.slug}",
            "type": TYPE,
            "name": name,
            "title": name,
            "description": best_text(service.description) or best_text(service.summary),
            "category": service.category.code,
            "serviceType": ", ".join(term.code for term in service.tags.all()),
            "serviceSubType": "Test bed" if getattr(service, "test_bed", None) else "",
            "target": [str(Customer(code).label) for code in service.customers],
            "url": address_of(service),
            "seeAlso": [web(service.website)] if service.website else [],
            "contacts": _contacts(service),
            "author": service.hub.title,
            "dataProvider": service.hub.name,
            "owner": [_id(service.hub)],
            "relation": [_relation(hub) for hub in (service.hub, *others_of(service))],
            "dateSubmitted": _at(service.shared_at),
            "dateUpdated": _at(service.changed_at),
            "@context": [CONTEXT],
        }
    )


def _contacts(service: Service) -> list[dict[str, Any]]:
    """A role, never a person."""
    point = said(
        {
            "contactType": service.contact_role,
            "email": service.contact_mail,
            "url": web(service.website) or address_of(service),
            "availableLanguage": service.languages,
        }
    )
    return [{"contactPoint": point}]


def _relation(hub: Hub) -> dict[str, Any]:
    return {"id": _id(hub), "name": hub.title, "seeAlso": [address_of_hub(hub)]}


def _id(hub: Hub) -> str:
    return f"urn:ngsi-ld:DigitalInnovationHub:{hub.slug}"


def _at(moment: Any) -> str:
    return moment.isoformat() if moment else ""
