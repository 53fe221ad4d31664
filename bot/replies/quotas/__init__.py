"""Quotas and budgets: what moderators read and set, and what members are asked about costs."""
