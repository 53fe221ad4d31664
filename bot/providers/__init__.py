"""One adapter for each image service, behind one small protocol."""
