// The server that comes with the extension: finds a Python, starts a client, lends its voice. Must not know plans.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { find, type Interpreter } from '../python/find';
import { candidates, runIn } from '../python/sources';
import { Lifecycle, type Session } from './lifecycle';
import { createPatience } from './patience';
import type { CommandArgument, Program, Server, ServerState } from './server';

type Handler = (params: unknown) => void;

/** The window's one server; it is not started yet. */
export class LocalServer implements Server {
  readonly #states = new vscode.EventEmitter<ServerState>();
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #isWorthAnother = createPatience();
  readonly #lifecycle = new Lifecycle(
    () => this.#boot(),
    (state) => {
      this.log.info(`server: ${state}`);
      this.#states.fire(state);
    },
  );
  #trace: vscode.LogOutputChannel | undefined;
  #interpreter: Interpreter | undefined;
  #client: LanguageClient | undefined;
  #interrupt: (() => void) | undefined;

  readonly onDidChangeState = this.#states.event;

  constructor(
    private readonly extension: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): ServerState {
    return this.#lifecycle.state;
  }

  async start(): Promise<void> {
    await this.#lifecycle.start();
  }

  async restart(): Promise<void> {
    await this.#lifecycle.restart();
  }

  async request<T>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<T> {
    const client = await this.#ready();
    // A token that is absent must be left out, or it is sent as a parameter.
    return token === undefined ? client.sendRequest<T>(method, params) : client.sendRequest<T>(method, params, token);
  }

  async execute(command: string, argument: CommandArgument): Promise<unknown> {
    return this.request('workspace/executeCommand', { command, arguments: [argument] });
  }

  onNotification<T>(method: string, handler: (params: T) => void): vscode.Disposable {
    const known = this.#handlers.get(method);
    const handlers = known ?? new Set();
    handlers.add(handler as Handler);
    if (known === undefined) {
      this.#handlers.set(method, handlers);
      this.#listen(method);
    }
    return new vscode.Disposable(() => handlers.delete(handler as Handler));
  }

  interrupt(): void {
    this.#interrupt?.();
  }

  program(...words: string[]): Program | undefined {
    return this.#interpreter && this.#programOf(this.#interpreter, words);
  }

  dispose(): void {
    this.#states.dispose();
    void this.#lifecycle.stop().finally(() => this.#trace?.dispose());
  }

  async #boot(): Promise<Session> {
    const { extensionPath: cwd } = this.extension;
    const note = (line: string): void => {
      this.log.info(line);
    };
    this.#interpreter = await find(candidates(note), runIn(cwd), note);
    this.#trace ??= vscode.window.createOutputChannel('Planloom Protocol', { log: true });
    const { createClient } = await import('./client');
    const { language: client, interrupt } = createClient({
      program: this.#programOf(this.#interpreter, ['serve']),
      cwd,
      log: this.log,
      trace: this.#trace,
      crashed: () => {
        this.#crashed();
      },
    });
    this.#client = client;
    this.#interrupt = interrupt;
    for (const method of this.#handlers.keys()) {
      this.#listen(method);
    }
    await client.start();
    return { stop: () => client.dispose() };
  }

  /** Nothing but Planloom's own packages is imported, whatever lies around in the interpreter's environment. */
  #programOf(interpreter: Interpreter, words: readonly string[]): Program {
    const args = ['-I', '-S', this.extension.asAbsolutePath('dist/server'), ...words];
    return { command: interpreter.path, args };
  }

  async #ready(): Promise<LanguageClient> {
    await this.#lifecycle.start();
    if (this.#client === undefined) {
      throw new Error('The server is being stopped.');
    }
    return this.#client;
  }

  #listen(method: string): void {
    this.#client?.onNotification(method, (params: unknown) => {
      this.#handlers.get(method)?.forEach((handler) => {
        handler(params);
      });
    });
  }

  #crashed(): void {
    if (this.state !== 'ready') {
      return;
    }
    if (this.#isWorthAnother(Date.now())) {
      this.restart().catch((error: unknown) => {
        this.log.error(String(error));
      });
    } else {
      this.#lifecycle.fail(new Error('The server ended by itself several times; the log may say why.'));
    }
  }
}
