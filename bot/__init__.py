"""The plug board: the only room that knows the whole, and the only one with no rules."""
