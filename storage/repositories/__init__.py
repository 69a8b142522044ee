"""The ports of the rooms, kept: values in, rows out. No rule is decided here."""
