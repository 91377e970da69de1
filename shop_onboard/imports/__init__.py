"""A file in, typed rows and row errors out. Knows neither Flask nor SQLAlchemy."""
