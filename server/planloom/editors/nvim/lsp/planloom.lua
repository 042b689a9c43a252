-- What Neovim, from 0.11 on, loads for Planloom where `planloom editor nvim` says that it lies: the server, hints and
-- lenses that keep up with a run, and the command `:Planloom`. Knows Neovim; must not know plans.
local lens = vim.lsp.codelens

local handlers = {
  -- Neovim 0.11 ends a message with an empty line, and then waits for ENTER.
  ['window/showMessage'] = function(_, said) vim.notify(said.message, 5 - said.type) end,
}

-- What Neovim 0.11 draws again by itself is the old hints.
handlers['workspace/inlayHint/refresh'] = function(_, _, context)
  for buf in pairs(vim.lsp.get_client_by_id(context.client_id).attached_buffers) do
    if vim.lsp.inlay_hint.is_enabled({ bufnr = buf }) then vim.lsp.inlay_hint.enable(true, { bufnr = buf }) end
  end
  return vim.NIL
end

-- Neovim 0.12 keeps lenses as they are now by itself.
if not lens.enable then
  handlers['workspace/codeLens/refresh'] = function()
    lens.refresh()
    return vim.NIL
  end
end

-- What is saved is what runs; the server asks the user first.
handlers['planloom/save'] = function(_, asked)
  local buf = vim.uri_to_bufnr(asked.uri)
  local saved = pcall(vim.api.nvim_buf_call, buf, function() vim.cmd.write({ mods = { silent = true } }) end)
  return { saved = saved and not vim.bo[buf].modified }
end

local function show_lenses(client, buf)
  if lens.enable then return lens.enable(true, { bufnr = buf }) end
  vim.api.nvim_create_autocmd('LspNotify', {
    group = vim.api.nvim_create_augroup('planloom', {}),
    callback = function(event)
      if event.data.client_id == client.id then lens.refresh() end
    end,
  })
end

local function cancel(client)
  for token in pairs(client.progress.pending) do
    client:notify('window/workDoneProgress/cancel', { token = token })
  end
end

local function command_names(client)
  local names = { 'cancel' }
  for _, id in ipairs(client.server_capabilities.executeCommandProvider.commands) do
    table.insert(names, (id:gsub('^planloom%.', '')))
  end
  return names
end

-- `:Planloom run`, `:Planloom spawnWorkers W1`; `:Planloom! run` shows what would run; `:Planloom cancel`.
local function add_command(client, buf)
  vim.api.nvim_buf_create_user_command(buf, 'Planloom', function(given)
    local name, worker = unpack(given.fargs)
    if name == 'cancel' then return cancel(client) end
    local argument = { uri = vim.uri_from_bufnr(buf), worker = worker, dryRun = given.bang }
    client:exec_cmd({ title = name, command = 'planloom.' .. name, arguments = { argument } }, { bufnr = buf })
  end, {
    nargs = '+',
    bang = true,
    desc = 'Give Planloom a command for this plan, or for one of its workers',
    complete = function(begun)
      return vim.tbl_filter(function(name) return vim.startswith(name, begun) end, command_names(client))
    end,
  })
end

---@type vim.lsp.Config
return {
  cmd = { 'planloom', 'serve' },
  filetypes = { 'markdown' },
  root_markers = { '.planloom.toml', '.git' },
  capabilities = { workspace = { codeLens = { refreshSupport = true } } },
  init_options = { saves = true },
  handlers = handlers,
  on_attach = function(client, buf)
    vim.lsp.inlay_hint.enable(true, { bufnr = buf })
    show_lenses(client, buf)
    add_command(client, buf)
  end,
}
