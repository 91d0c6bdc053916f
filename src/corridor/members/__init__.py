"""Working groups, hubs and organisations, and the people who act for them.

A hub is a consortium; an organisation is a legal entity. Membership counts hubs, eligibility
counts organisations. What a hub edited itself, an import never overwrites.
"""
