"""How a hub joins a group and how people come to act for it: applications, invitations, seats, claims.

The hub is the member; people hold seats in it. Whoever applies or claims needs no account: a mail brings a
link, whose key alone opens the page. Every step changes state under a lock on its row, so that it happens
once, with one mail. What a group is and who moderates it is the matter of ``members.groups``.
"""
