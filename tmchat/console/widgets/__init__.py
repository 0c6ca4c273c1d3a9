"""The widgets that draw the desk; what they show is handed to them, never fetched."""
