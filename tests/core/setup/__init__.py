"""Tests of how numbers, pools and groups are set up and of plans to change that."""
