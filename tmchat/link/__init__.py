"""The console's one line to the hub: connect, resume, pages, drafts; draws nothing."""
