"""Documents: read a file, find its structure, cut it into quotable passages, read its facts.

Pure but for ``reading.py``, which starts the separate process hostile files are read in. Knows
no Telegram type, no SQL and no sentence that people read.
"""
