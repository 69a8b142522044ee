"""Sentences of our own that messages are told apart by, and how their signs are weighed."""
