"""Tests of the hub's engine on real SQLite files: store, switchboard, intake, outbox."""
