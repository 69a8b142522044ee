"""The only room that knows SQL: tables, repositories, unit of work, migrations.

It remembers and decides nothing; it opens no seal and reads no settings.
"""
