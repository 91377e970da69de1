"""Columns, constraints and relationships: one row's truth, nothing about requests or rights."""
