"""One blueprint a feature: reads the request, calls a query or a service, commits, renders."""
