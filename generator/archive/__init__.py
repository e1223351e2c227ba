"""Turn what was added into files in `articles/`: records for people, and the bytes they came from.

`record` writes an article as Markdown; `raw` keeps the bytes with their provenance; `shelf` knows
what is there already and tells the new from the known. Nothing is ever written over.
"""
