-- Opens the plan named by PLAN, reads its diagnostics, types the fault away, types it back, takes the quick fix.
-- Prints one JSON object to stderr: what a user would have seen at each step.
local seen = {}

local function codes(buf)
  local found = vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(buf))
  table.sort(found)
  return found
end

local function count(buf, code)
  return #vim.tbl_filter(function(d) return d.code == code end, vim.diagnostic.get(buf))
end

local function until_true(what, condition)
  if not vim.wait(20000, condition, 10) then error('never came: ' .. what) end
end

local function run()
  vim.cmd('filetype plugin on')
  vim.cmd.edit(vim.env.PLAN)
  local buf = vim.api.nvim_get_current_buf()
  local rule = vim.env.RULE
  until_true('diagnostics', function() return count(buf, rule) > 0 end)
  seen.opened = codes(buf)
  local first = vim.tbl_filter(function(d) return d.code == rule end, vim.diagnostic.get(buf))[1]
  seen.marked = vim.api.nvim_buf_get_text(buf, first.lnum, first.col, first.end_lnum, first.end_col, {})[1]
  seen.encoding = vim.lsp.get_clients({ bufnr = buf })[1].offset_encoding

  local line = vim.api.nvim_buf_get_lines(buf, first.lnum, first.lnum + 1, false)[1]
  vim.api.nvim_buf_set_lines(buf, first.lnum, first.lnum + 1, false, { (line:gsub('PRIMARY', '-')) })
  until_true('typed away', function() return count(buf, rule) == 0 end)
  vim.api.nvim_buf_set_lines(buf, first.lnum, first.lnum + 1, false, { line })
  until_true('typed back', function() return count(buf, rule) > 0 end)

  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local titles = {}
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      titles[#titles + 1] = action.title
      return #titles == 1
    end,
  })
  until_true('quick fix', function() return count(buf, rule) == 0 end)
  seen.title = titles[1]
  seen.fixed = vim.api.nvim_buf_get_lines(buf, first.lnum, first.lnum + 1, false)[1]
end

local ok, fault = pcall(run)
if not ok then seen.fault = tostring(fault) end
io.stderr:write('SEEN ' .. vim.json.encode(seen) .. '\n')
os.exit(ok and 0 or 1)
