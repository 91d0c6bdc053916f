"""What hubs offer: services and test beds, how they are reviewed, shared, kept right and withdrawn.

A service belongs to one hub; others may provide it with them once each of them agreed. What others than the
hub see has been looked at by a second person of the group; while a later change waits for that, the page
stays as it was. Nothing is deleted that was ever shared. What a need gets is the referral desk's matter.
"""
