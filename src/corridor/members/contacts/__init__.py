"""How people can be reached beside the mails of this installation: each detail has its own audience and
its own consent, and is gone from every page in the moment in which that is taken back.

The address with which somebody signs in is never shown, unless they enter it here themselves.
"""
