"""Workbooks and tables of other people, filled in and otherwise left as they are."""
