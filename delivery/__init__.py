"""All that goes out later: the outbox, broadcasts, subscriptions and pacing.

Addresses are opaque values here; what carries them is behind a port. This room never sees
report content and imports no framework.
"""
