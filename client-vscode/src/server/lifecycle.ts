// When the server is started, stopped and started again. Must not know what a server is, nor VS Code.
import type { ServerState } from './server';

/** A server that runs. */
export interface Session {
  readonly stop: () => Promise<void>;
}

/** Starts and restarts what `boot` starts, never two at once; `told` hears each state. */
export class Lifecycle {
  #state: ServerState = 'absent';
  #session: Session | undefined;
  #failure: unknown;
  #current: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(
    private readonly boot: () => Promise<Session>,
    private readonly told: (state: ServerState) => void,
  ) {}

  /** How it is now. */
  get state(): ServerState {
    return this.#state;
  }

  /** Start it where it is not there. What failed fails again, until it is restarted. */
  async start(): Promise<void> {
    if (this.#current === undefined && this.#state === 'failed') {
      throw this.#failure;
    }
    await (this.#state === 'ready' ? undefined : (this.#queued ?? this.#current ?? this.#begin()));
  }

  /** Stop it and start it again; calls while that is going on lead to one more restart. */
  async restart(): Promise<void> {
    await (this.#current === undefined ? this.#begin() : (this.#queued ??= this.#after(this.#current)));
  }

  /** End it for good. */
  async stop(): Promise<void> {
    await this.#current?.catch(() => undefined);
    await this.#end();
    this.#become('absent');
  }

  /** Say that what ran has ended by itself. */
  fail(error: Error): void {
    this.#session = undefined;
    this.#failure = error;
    this.#become('failed');
  }

  #begin(): Promise<void> {
    this.#current = this.#turn().finally(() => {
      this.#current = undefined;
    });
    return this.#current;
  }

  async #after(earlier: Promise<void>): Promise<void> {
    await earlier.catch(() => undefined);
    this.#queued = undefined;
    await this.#begin();
  }

  async #turn(): Promise<void> {
    this.#become('starting');
    try {
      await this.#end();
      this.#session = await this.boot();
    } catch (error) {
      this.#failure = error;
      this.#become('failed');
      throw error;
    }
    this.#become('ready');
  }

  async #end(): Promise<void> {
    const running = this.#session;
    this.#session = undefined;
    await running?.stop();
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.told(state);
  }
}
