"""The hub's two listeners: routes, pages and sockets; what they show and do is the hub's."""
