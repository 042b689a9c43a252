// Puts the parts of the extension together, and does nothing else.
import * as vscode from 'vscode';
import * as changes from './changes/register';
import * as keys from './commands/keys';
import * as offered from './commands/offered';
import * as commands from './commands/register';
import type { Context } from './context';
import * as dryRun from './dryrun/register';
import * as graph from './graph/register';
import * as logs from './logs/register';
import * as bar from './notify/bar';
import * as notify from './notify/register';
import { createPlans } from './plans/store';
import * as indicator from './server/indicator';
import { LocalServer } from './server/local';
import * as starting from './server/starting';
import * as start from './start/register';
import * as workers from './workers/register';

/** Make what the parts share, and let each begin. */
export function begin(extension: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Planloom', { log: true });
  const server = new LocalServer(extension, log);
  const plans = createPlans(server);
  extension.subscriptions.push(log, server, plans);
  const context: Context = { extension, server, log, plans };
  const ours = [keys, commands, offered, indicator, starting];
  const views = [start, workers, graph, logs, changes, dryRun, notify, bar];
  for (const part of [...ours, ...views]) {
    part.register(context);
  }
}
