"""What the storage room promises, on SQLite always and on PostgreSQL when one is given."""
