"""The inbox pages for staff: one request, one response, no rule and no SQL.

The words of a report pass through here only as sealed bytes: they are opened and sealed in
the reviewer's browser by the modules in ``static/``.
"""
