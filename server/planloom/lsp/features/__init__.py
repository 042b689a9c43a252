"""What an editor may ask beside diagnostics: one file each, with `register(server)`. Found by walking this folder."""
