"""What came of a referral: the service agreed, delivered, its result, the client's rating, and both hubs' KPI
lines. The hub that took the need writes; its home hub and the client are told."""
