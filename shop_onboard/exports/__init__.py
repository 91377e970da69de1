"""Listings in, marketplace files out. No model, no clock, no network."""
