"""What a community allows: frozen values, and rules that are pure functions on them."""
