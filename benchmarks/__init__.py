"""Figures, each beside a yardstick measured in the same run. Ratios count, not seconds."""
