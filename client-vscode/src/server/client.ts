// One language client for one life of the server: how it is started and what it is told at the start. It is the only
// place that loads the client library, which takes longer than the rest of the extension.
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgressCancelNotification,
} from 'vscode-languageclient/node';
import { PLANS } from './documents';
import { createProgress } from './progress';
import { ask } from './question';
import type { Program } from './server';
import { shown } from './shown';

/** What a client is made of. `crashed` hears that the server ended by itself. */
export interface Parts {
  readonly program: Program;
  readonly cwd: string;
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly crashed: () => void;
}

/** A client, and what ends its progress. */
export interface Client {
  readonly language: LanguageClient;
  readonly interrupt: () => void;
}

/** A client that speaks to the server; not started. */
export function createClient(parts: Parts): Client {
  const progress = createProgress((token) => {
    void client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  });
  let hasCrashed = false;
  const client: LanguageClient = new LanguageClient(
    'planloom',
    'Planloom',
    {
      command: parts.program.command,
      args: [...parts.program.args],
      transport: TransportKind.stdio,
      options: { cwd: parts.cwd },
    },
    {
      documentSelector: PLANS,
      initializationOptions: {
        trusted: vscode.workspace.isTrusted,
        statusNotifications: true,
        showsRuns: true,
        saves: true,
      },
      outputChannel: parts.log,
      traceOutputChannel: parts.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // It tells there what it does, and faults too; stdout is the protocol's own.
      stdioOptions: { stdout: () => undefined, stderr: lines },
      // What is wrong is said once, by whoever started the client.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          hasCrashed = true;
          return { action: CloseAction.DoNotRestart, handled: true, message: 'the server ended by itself' };
        },
      },
      middleware: { ...progress.middleware, ...shown },
    },
  );
  answerIn(client);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) {
      progress.dispose();
      if (hasCrashed) {
        parts.crashed();
      }
    }
  });
  return { language: client, interrupt: progress.interrupt };
}

/** Answer what the server asks. */
function answerIn(client: LanguageClient): void {
  client.onRequest('planloom/save', save);
  client.onRequest('window/showMessageRequest', ask);
}

/** Save a document that is open; whether it is saved is for the server to see. */
async function save({ uri }: { uri: string }): Promise<null> {
  const { fsPath } = vscode.Uri.parse(uri);
  await vscode.workspace.textDocuments.find((document) => document.uri.fsPath === fsPath)?.save();
  return null;
}

function lines(input: NodeJS.ReadableStream, log: vscode.LogOutputChannel): void {
  createInterface({ input }).on('line', (line) => {
    log.info(line);
  });
}
