"""One module a marketplace, found by its folder; see `exports/registry.py`."""
