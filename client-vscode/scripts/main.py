"""Begins the Planloom that comes with the extension: `python -I -S FOLDER WORDS`, where this is FOLDER/__main__.py."""

from planloom.cli.main import main

main()
