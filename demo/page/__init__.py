"""The chat page of the demo: its files, its sentences and the few routes it needs."""
