"""A loopback Discord for the demo and the wire tests."""
