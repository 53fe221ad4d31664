"""Each file spells out its change and never imports the schema, which moves on."""
