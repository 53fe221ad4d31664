"""Group sessions: frozen values of a prompting round with others, and rules that are functions."""
