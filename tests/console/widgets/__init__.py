"""Drawing widgets in small applications of their own, without the desk around them."""
