"""Who may do what: units, accounts, roles and the one permission table.

A leaf room: it imports no other room and no third-party package, and it does no
input or output of its own. Clock, randomness and storage are handed in.
"""
