-- What a user's init.lua holds: the built-in client, no plugin.
vim.lsp.config('planloom', {
  cmd = { vim.env.PLANLOOM, 'serve' },
  filetypes = { 'markdown' },
  root_markers = { '.git', '.planloom.toml' },
})
vim.lsp.enable('planloom')
vim.diagnostic.config({ virtual_text = true })
