"""The sandbox's page: plain HTML, CSS and ES modules, served as they are."""
