"""Hostile files for what reads files: harnesses for atheris, and the inputs kept from its runs as ordinary tests."""
