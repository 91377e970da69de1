"""Pure values: money, mass, dates, text, codes. No Flask, no SQLAlchemy, no input or output."""
