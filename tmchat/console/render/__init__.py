"""Records to lines, purely: no widget, no state and nothing that waits belongs in here."""
