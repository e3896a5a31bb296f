"""Speaks the foreign formats and libraries that desk checks need: published lists, name keys, the matching index.

Nothing here knows Django; services hand in streams and plain values and get frozen values back.
"""
