"""What is done with one finished image: more, edit, remix, lineage; above ``requesting``."""
