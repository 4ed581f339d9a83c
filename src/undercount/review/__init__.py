"""Where people look and decide: pages on this machine, with the words before their eyes.

Every decision goes to the room that keeps it (ledger, link, trace) by its public functions. Never
binds another address than loopback, and keeps no decision of its own.
"""
