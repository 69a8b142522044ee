"""Signposts: the ways people ask for one sentence of a document, written by hand.

What a signpost leads to is quoted from the imported document, never from here. A signpost
whose document is not imported, or no longer says so, leads nowhere and is silent.
"""
