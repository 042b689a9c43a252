// Follows what a process prints, as text without anything that acts on a terminal. Must not know VS Code, nor plans.
import { spawn } from 'node:child_process';
import type { Program } from '../server/server';

const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Something that is followed. */
export interface Followed {
  stop(): void;
}

/** Who hears what is printed, and how it ended. */
export interface Hearing {
  text(text: string): void;
  ended(code: number | null, why?: string): void;
}

/** Start a program and tell what it prints, until it ends or is stopped. */
export function follow(program: Program, cwd: string, hearing: Hearing): Followed {
  const child = spawn(program.command, program.args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      hearing.text(harmless(text));
    });
  }
  child.on('error', (error) => {
    hearing.ended(null, error.message);
  });
  child.on('close', (code) => {
    hearing.ended(code);
  });
  return {
    stop: () => {
      child.kill();
    },
  };
}

/** Text for a terminal: lines end as terminals want them, and nothing else moves, hides or colours. */
export function harmless(text: string): string {
  return text.replace(ACTING, '').replaceAll('\n', '\r\n');
}
