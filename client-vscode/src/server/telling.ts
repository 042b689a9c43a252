// What is said where the server cannot be had or did not do what it was asked. Must not know how it is started.
import * as vscode from 'vscode';
import { NoInterpreter } from '../python/find';

const DOWNLOAD = 'https://www.python.org/downloads/';

type Ways = Readonly<Record<string, () => unknown>>;

/** Say what is wrong, with the ways out of it. */
export async function tell(error: unknown, log: vscode.LogOutputChannel, ways: Ways = {}): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  log.error(text);
  const all: Ways = {
    ...ways,
    'Show Log': () => {
      log.show();
    },
  };
  const chosen = await vscode.window.showErrorMessage(`Planloom: ${text}`, ...Object.keys(all));
  await (chosen === undefined ? undefined : all[chosen]?.());
}

/** Say why there is no server. */
export async function tellOfFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const again = { Restart: () => vscode.commands.executeCommand('planloom.ui.restart') };
  await tell(error, log, error instanceof NoInterpreter ? { ...WITHOUT_PYTHON, ...again } : again);
}

const WITHOUT_PYTHON: Ways = {
  // What is set for a machine stands with the settings of that machine, where it is not this one.
  'Open Setting': () => {
    const which = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
    return vscode.commands.executeCommand(`workbench.action.${which}`, { query: '@id:planloom.interpreter' });
  },
  'Get Python': () => vscode.env.openExternal(vscode.Uri.parse(DOWNLOAD)),
};
