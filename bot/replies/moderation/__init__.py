"""What moderators read and press."""
