"""`/setup` and `/mod rules`: what a server's admins choose, and what its members read of it."""
