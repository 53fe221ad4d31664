"""Group sessions, the use case: who may do what, and what keeps them going."""
