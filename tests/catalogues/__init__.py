"""For translators: ``python -m tests.catalogues`` brings the catalogues up to the code."""
