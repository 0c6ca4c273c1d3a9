"""Tests of the hub-console conversation without sockets; sockets are tested with link and hub."""
