"""A painter that cannot even be loaded."""

raise RuntimeError("no brushes")
