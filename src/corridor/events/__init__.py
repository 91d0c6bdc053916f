"""Events of a working group that others come to: their public page, registration, programme, check-in and
what is written to those who came.

An event is public or for the network; a meeting is internal to its group. Places are given in the order of
registration, and nobody is registered twice. Who meets whom there is ``bilaterals``' matter.
"""
