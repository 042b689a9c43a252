// Commands of lenses and code actions whose answer this extension shows in its own way. Must not know how.
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

const SHOWN: ReadonlySet<string> = new Set(['diff', 'graph', 'log', 'status']);

/** Has `planloom.X` done by `planloom.ui.X` where the answer is to be shown. */
export const shown: Required<Pick<Middleware, 'executeCommand'>> = {
  executeCommand: (command, args: unknown[], next) => {
    const name = command.replace('planloom.', '');
    const answer: unknown = SHOWN.has(name)
      ? vscode.commands.executeCommand(`planloom.ui.${name}`, ...args)
      : next(command, args);
    return answer;
  },
};
