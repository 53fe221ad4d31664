"""A local image service that speaks Novita's V2 and V3."""
