"""Pictures that explain: contact sheets, lineage strips and charts; no Discord, no database."""
