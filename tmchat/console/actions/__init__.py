"""All that an agent can do, as one table; keys, palette, footer and help are made from it."""
