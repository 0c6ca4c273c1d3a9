"""A local server of the Telmetrics V3 API with scripted texters; shares no code with the client."""
