"""Every sentence a person reads, in Vietnamese (source) and English, and the catalogue."""
