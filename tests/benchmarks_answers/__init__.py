"""The evaluation's own tests: a judge nobody judges proves nothing."""
