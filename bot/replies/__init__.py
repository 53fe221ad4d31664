"""All that a person sees: cards, the live reply, texts."""
