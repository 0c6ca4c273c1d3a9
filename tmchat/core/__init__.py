"""The rules of the desk as pure objects, records, events and commands; no input or output."""
