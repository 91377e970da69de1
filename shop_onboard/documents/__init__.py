"""Frozen dataclasses in, PDF, DOCX, XLSX or SVG out. No model, no clock, no network."""
