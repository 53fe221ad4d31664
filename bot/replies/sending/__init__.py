"""How a card reaches a person: roads, uploads, the live reply; above ``parts``."""
