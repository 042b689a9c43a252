// Where the extension begins: puts its parts together, and does nothing else.
import * as vscode from 'vscode';
import * as keys from './commands/keys';
import * as commands from './commands/register';
import type { Context } from './context';
import { createPlans } from './plans/store';
import * as indicator from './server/indicator';
import { LocalServer } from './server/local';
import * as starting from './server/starting';
import * as start from './start/register';

/** Called by VS Code when Markdown is opened, a command is called or a view is shown. */
export function activate(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Planloom', { log: true });
  const server = new LocalServer(extension, log);
  const plans = createPlans(server);
  extension.subscriptions.push(log, server, plans);
  const context: Context = { extension, server, log, plans };
  for (const part of [keys, commands, indicator, starting, start]) {
    part.register(context);
  }
}
