"""The terminal under the screen: its faults, its signals, what may reach it; no widget is here."""
