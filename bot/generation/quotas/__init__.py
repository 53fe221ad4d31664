"""Quotas and budgets in use: prices put on requests, refusals logged, admins told."""
