"""What may stand in a prompt: every way of writing a word is read, and looked for quickly."""
