"""The command line. Knows the terminal, files and exit codes; imports what a command needs when it runs."""
