"""The command line: reads arguments, calls use cases, prints sentences of the catalogue."""
