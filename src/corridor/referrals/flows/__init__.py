"""Referrals between regions on a map and in a table, and how long hubs take to answer: counts only, for
everybody in the group. The referrals behind a number open to those who may see them."""
