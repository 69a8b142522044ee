"""One reader for each kind of file: bytes in, blocks out. Run only inside ``child.py``.

The only place of this package where third-party readers are imported.
"""
