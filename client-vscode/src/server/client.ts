// One language client for one life of the server: how it is started and what it is told at the start.
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
import { createProgress } from './progress';
import type { Program } from './server';

/** What a client is made of. `crashed` hears that the server ended unasked. */
export interface Parts {
  readonly program: Program;
  readonly cwd: string;
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly crashed: () => void;
}

/** Documents that may be plans. Untitled ones are checked while they are written. */
export const PLANS = [
  { language: 'markdown', scheme: 'file' },
  { language: 'markdown', scheme: 'untitled' },
];

/** A client that speaks to the server; not started. */
export function createClient(parts: Parts): LanguageClient {
  const progress = createProgress((token) => {
    void client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  });
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
      initializationOptions: { trusted: vscode.workspace.isTrusted, statusNotifications: true },
      outputChannel: parts.log,
      traceOutputChannel: parts.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // What is wrong is said once, by whoever started the client.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          parts.crashed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: progress.middleware,
    },
  );
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) {
      progress.dispose();
    }
  });
  return client;
}
