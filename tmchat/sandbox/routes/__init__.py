"""The sandbox's HTTP routes: requests become calls here; the rules live beside this package."""
