"""Reads `data/` into typed records; every wrong line is named by file and number."""
