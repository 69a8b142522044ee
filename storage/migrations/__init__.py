"""Numbered steps from one shape of the tables to the next, and what runs them."""
