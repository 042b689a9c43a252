// Where VS Code knows of Pythons: the user's setting, the Python extensions, PATH. Must not know which of them will do.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { onPath, type Candidate, type Run } from './find';

/** The setting that names a Python; of the user and the machine only, never of a workspace. */
export const SETTING = 'interpreter';

const TIMEOUT = 20_000;

/** Environments as the extension ms-python.vscode-python-envs offers them; the part that is used. */
interface Environments {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>;
}

/** Environments as the extension ms-python.python offers them; the part that is used. */
interface Python {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(environment: {
      path: string;
    }): Promise<{ executable: { uri?: { fsPath: string } | undefined } } | undefined>;
  };
}

/** What is tried, in order. A Python of the workspace is run only where the user trusts the workspace. */
export async function* candidates(log: (line: string) => void): AsyncGenerator<Candidate> {
  const chosen = vscode.workspace.getConfiguration('planloom').get<string>(SETTING, '').trim();
  if (chosen !== '') {
    yield { command: chosen, args: [], source: `planloom.${SETTING}` };
    return;
  }
  if (vscode.workspace.isTrusted) {
    yield* named('ms-python.vscode-python-envs', await asked('ms-python.vscode-python-envs', fromEnvironments, log));
    yield* named('ms-python.python', await asked('ms-python.python', fromPython, log));
  }
  yield* onPath(process.platform);
}

/** A function that runs a program in the folder `cwd`, where nothing of a workspace can be found for it. */
export function runIn(cwd: string): Run {
  return async (command, args) => {
    const { stdout } = await promisify(execFile)(command, args, { cwd, timeout: TIMEOUT, windowsHide: true });
    return stdout;
  };
}

function named(source: string, command: string | undefined): Candidate[] {
  return command === undefined ? [] : [{ command, args: [], source }];
}

async function asked<T>(
  id: string,
  path: (api: T) => Promise<string | undefined>,
  log: (line: string) => void,
): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<T>(id);
  if (extension === undefined) {
    return undefined;
  }
  try {
    const found = await path(await extension.activate());
    log(`${id} names ${found ?? 'no environment'}`);
    return found;
  } catch (error) {
    log(`${id} could not be asked: ${String(error)}`);
    return undefined;
  }
}

async function fromEnvironments(api: Environments): Promise<string | undefined> {
  return (await api.getEnvironment(folder()))?.execInfo?.run?.executable;
}

async function fromPython(api: Python): Promise<string | undefined> {
  const active = api.environments.getActiveEnvironmentPath(folder());
  return (await api.environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

function folder(): vscode.Uri | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}
