"""Reads, scoped to what the person may see; they say what they load and change nothing."""
