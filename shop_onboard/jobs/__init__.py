"""Thin background work: load by id, call a service or a document, store, commit."""
