// What the rest of the extension knows of the language server. Must not know how it is started or spoken to.
import type * as vscode from 'vscode';

/** How the server is: not wanted yet, on its way, at hand, or not to be had. */
export type ServerState = 'absent' | 'starting' | 'ready' | 'failed';

/** The argument of every server command. */
export interface CommandArgument {
  readonly uri: string;
  readonly worker?: string;
  readonly dryRun?: boolean;
}

/** A program and its arguments, to be started without a shell. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** The one language server of this window. What is asked of it starts it where it is not there. */
export interface Server {
  readonly state: ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Start it where it is not there; rejects with one line that says why it cannot be had. */
  start(): Promise<void>;
  /** Stop it and start it again; several calls at once lead to one more restart. */
  restart(): Promise<void>;
  /** Ask it something. */
  request<T>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<T>;
  /** Have it do one of its commands, `planloom.X`. */
  execute(command: string, argument: CommandArgument): Promise<unknown>;
  /** Have what it is following begin nothing new; what runs goes on. */
  interrupt(): void;
  /** Hear what it tells; holds across restarts. */
  onNotification<T>(method: string, handler: (params: T) => void): vscode.Disposable;
  /** `planloom WORDS` as this server would run it; undefined until an interpreter is found. */
  program(...words: string[]): Program | undefined;
}
