"""Which image or picture is meant, ours or a message's, and its bytes; above ``parts``."""
