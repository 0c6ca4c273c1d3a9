"""The house rules as tests: layers, imports, sizes, documents, untrusted text."""
