"""What the sheets of administration hold, as objects without widgets; `render` draws them."""
