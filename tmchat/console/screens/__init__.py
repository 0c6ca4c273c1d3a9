"""The console's screens; the parts they are made of are in `widgets`."""
