"""The chain that every request passes, and what moderators decide."""
