"""The referral desk: which services and hubs fit a need, why, and what a group lets count for how much.

``engines.matching`` ranks; here it is told what the catalogue, search and earlier referrals know, and what it
says is put into words. Nothing is decided here: people refer.
"""
