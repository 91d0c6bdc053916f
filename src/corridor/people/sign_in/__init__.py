"""The ways in: passphrase, code or link by e-mail, and what belongs to a passphrase and an address.

There is no sign-up. What is answered says nothing about who has an account, and every attempt is counted.
"""
