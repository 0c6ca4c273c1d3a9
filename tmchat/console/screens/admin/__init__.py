"""The sheets of administration: tables, forms, plans; what they hold is `console.setup`'s."""
