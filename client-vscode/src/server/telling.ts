// What is said where the server cannot be had or did not do what it was asked. Must not know how it is started.
import * as vscode from 'vscode';
import { NoInterpreter } from '../python/find';

const DOWNLOAD = 'https://www.python.org/downloads/';

/** Say what is wrong, with the ways out of it. */
export async function tell(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  log.error(text);
  const ways: Record<string, () => unknown> = {
    ...(error instanceof NoInterpreter ? withoutPython() : {}),
    'Show Log': () => {
      log.show();
    },
  };
  const chosen = await vscode.window.showErrorMessage(`Planloom: ${text}`, ...Object.keys(ways));
  await (chosen === undefined ? undefined : ways[chosen]?.());
}

function withoutPython(): Record<string, () => unknown> {
  return {
    // What is set for a machine stands with the settings of that machine, where it is not this one.
    'Open Setting': () => {
      const which = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
      return vscode.commands.executeCommand(`workbench.action.${which}`, { query: '@id:planloom.interpreter' });
    },
    'Get Python': () => vscode.env.openExternal(vscode.Uri.parse(DOWNLOAD)),
  };
}
