"""Tests of the Telmetrics client, through httpx's transport, the documented samples and sockets."""
