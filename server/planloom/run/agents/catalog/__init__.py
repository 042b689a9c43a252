"""One file per agent: `AGENT`, how it starts; `read`, what its output tells; a docstring for its users."""
