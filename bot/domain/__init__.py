"""Frozen values and pure rules; knows neither Discord nor HTTP nor SQL."""
