// A terminal that shows a log and takes no input. Its process ends when it is closed.
import * as vscode from 'vscode';
import type { Program } from '../server/server';
import { follow, type Followed } from './follow';

/** The terminal's other side. */
export class LogTerminal implements vscode.Pseudoterminal {
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<void>();
  #followed: Followed | undefined;
  #over = false;

  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;

  constructor(
    private readonly program: Program,
    private readonly cwd: string,
    private readonly ending: string,
  ) {}

  /** Whether everything there is to show is shown. */
  get over(): boolean {
    return this.#over;
  }

  open(): void {
    this.#followed = follow(this.program, this.cwd, {
      text: (text) => {
        this.#write.fire(text);
      },
      ended: (code, why) => {
        this.#end(code, why);
      },
    });
  }

  close(): void {
    this.#followed?.stop();
  }

  handleInput(): void {
    if (this.#over) {
      this.#close.fire();
    }
  }

  #end(code: number | null, why = ''): void {
    if (!this.#over) {
      this.#over = true;
      const how = why === '' && code === 0 ? this.ending : why || 'The log cannot be followed';
      this.#write.fire(`\r\n\x1b[2m${how}. Press any key to close.\x1b[0m\r\n`);
    }
  }
}
