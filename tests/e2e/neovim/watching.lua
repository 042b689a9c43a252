-- Loaded before the user's lines: keeps what a user would see, answers what a user would be asked, and does what a
-- user would do. A test calls these functions by name, through `Ask`.
local seen = { said = {}, asked = {}, progress = {} }
local answers, told, terminal = {}, nil, nil

local notify = vim.notify
vim.notify = function(text, ...)
  table.insert(seen.said, text)
  return notify(text, ...)
end

vim.ui.select = function(items, options, chosen)
  local titles = vim.tbl_map(options.format_item or tostring, items)
  table.insert(seen.asked, { prompt = options.prompt, titles = titles })
  local wanted = table.remove(answers, 1)
  for number, title in ipairs(titles) do
    if title == wanted then return chosen(items[number], number) end
  end
  chosen(nil, nil)
end

vim.api.nvim_create_autocmd('LspProgress', {
  callback = function(event) table.insert(seen.progress, event.data.params) end,
})
vim.api.nvim_create_autocmd('VimEnter', {
  callback = vim.schedule_wrap(function()
    io.stdout:write('ready\n')
    io.stdout:flush()
  end),
})

local function client() return vim.lsp.get_clients({ name = 'planloom' })[1] end

-- The row, from 1, of the first line that begins so.
local function row(start)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if vim.startswith(line, start) then return at end
  end
  error('no line begins so: ' .. start)
end

local function go_to(start) vim.api.nvim_win_set_cursor(0, { row(start), 0 }) end

local calls = {}

function calls.edit(file) vim.cmd.edit(file) end

function calls.lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

-- The texts of all windows.
function calls.windows()
  return vim.tbl_map(function(window)
    return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
  end, vim.api.nvim_list_wins())
end

function calls.type(start, line)
  local at = row(start)
  vim.api.nvim_buf_set_lines(0, at - 1, at, false, { line })
end

function calls.write() vim.cmd.write({ mods = { silent = true } }) end

function calls.reread() vim.cmd.checktime() end

function calls.seen(what) return seen[what] end

function calls.agreed()
  local found = client()
  return found and found.initialized and { encoding = found.offset_encoding, name = vim.bo.filetype }
end

-- Each diagnostic of a rule, with the text that is underlined.
function calls.underlined(rule)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.code == rule then
      local text = vim.api.nvim_buf_get_text(0, one.lnum, one.col, one.end_lnum, one.end_col, {})
      table.insert(found, { text = text[1], message = one.message, row = one.lnum + 1 })
    end
  end
  return found
end

-- The titles of the lenses that are drawn on a line.
function calls.lenses(start)
  local at, titles = row(start) - 1, {}
  for name, space in pairs(vim.api.nvim_get_namespaces()) do
    if vim.startswith(name, 'nvim.lsp.codelens:') then
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, { at, 0 }, { at, -1 }, { details = true })) do
        for _, chunk in ipairs(mark[4].virt_text) do
          if chunk[2] == 'LspCodeLens' then table.insert(titles, chunk[1]) end
        end
      end
    end
  end
  return titles
end

function calls.hints(start)
  local at, texts = row(start) - 1, {}
  for _, one in ipairs(vim.lsp.inlay_hint.get({ bufnr = 0 })) do
    if one.inlay_hint.position.line == at then table.insert(texts, one.inlay_hint.label) end
  end
  return texts
end

function calls.run_lens(start, choices)
  answers = choices
  go_to(start)
  vim.lsp.codelens.run()
end

function calls.act(start, title, choices)
  answers = choices
  go_to(start)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == title end })
end

function calls.command(name, more, choices)
  answers, told = choices, nil
  local argument = vim.tbl_extend('error', { uri = vim.uri_from_bufnr(0) }, more)
  local command = { title = name, command = 'planloom.' .. name, arguments = { argument } }
  client():exec_cmd(command, { bufnr = 0 }, function(fault, answer) told = { fault = fault, answer = answer } end)
end

function calls.answer() return told end

function calls.request(method, more)
  told = nil
  local argument = vim.tbl_extend('error', { uri = vim.uri_from_bufnr(0) }, more)
  client():request(method, argument, function(fault, answer) told = { fault = fault, answer = answer } end)
end

function calls.cancel()
  for token in pairs(client().progress.pending) do
    client():notify('window/workDoneProgress/cancel', { token = token })
  end
end

function calls.choose(choices) answers = choices end

function calls.ex(line) vim.cmd(line) end

function calls.completed(line) return vim.fn.getcompletion(line, 'cmdline') end

-- A terminal with a program in it, as a person has one.
function calls.start(words, environment, folder)
  vim.o.columns, vim.o.lines = 120, 50
  terminal = vim.fn.jobstart(words, { term = true, env = environment, clear_env = true, cwd = folder })
end

function calls.screen() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end

function calls.press(keys) vim.fn.chansend(terminal, vim.keycode(keys)) end

function calls.close() vim.fn.jobstop(terminal) end

function Ask(given)
  local asked = vim.json.decode(vim.base64.decode(given))
  local ok, value = pcall(calls[asked.call], unpack(asked.arguments))
  return vim.json.encode({ ok = ok, value = ok and value or not ok and tostring(value) or nil })
end
