"""A typed client of the Telmetrics V3 API that knows nothing of the desk."""
