"""Languages: the catalogues, whose language it is, and what every text has to keep to."""
