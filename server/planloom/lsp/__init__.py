"""The language server. The only place that knows the protocol, and that imports pygls and lsprotocol.

A lean loop (`lane`) reads stdin and answers what happens at every keystroke; pygls, slow to import, is loaded behind it
and answers the rest (`behind`, `server`, `features/`).
"""
