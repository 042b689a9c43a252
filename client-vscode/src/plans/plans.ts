// The plans of the workspace as values. Must not know where they come from.
import type * as vscode from 'vscode';

/** A worker as its plan names it; `range` is where it is defined. */
export interface Worker {
  readonly id: string;
  readonly name: string;
  readonly range: Range;
}

/** A range as the protocol has it. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** In whose words a worker's state is told. */
export type WorkerState = 'pending' | 'running' | 'validating' | 'done' | 'merged' | 'failed' | 'blocked';

/** How a worker is, as `planloom status --json` tells it. */
export interface WorkerStatus {
  readonly id: string;
  readonly state: WorkerState;
  readonly attempt: number;
  readonly branch: string | null;
  readonly worktree: string | null;
  readonly pid: number | null;
  readonly started: string | null;
  readonly seconds: number | null;
  readonly last_output: string | null;
  readonly tokens: number | null;
  readonly cost: number | null;
  readonly drift: readonly string[];
  readonly forecast: readonly { readonly with: string; readonly files: readonly string[] }[];
  readonly evidence: string;
  readonly next: string;
}

/** In whose words a run's state is told. */
export type RunState = 'IN_PROGRESS' | 'BLOCKED' | 'COMPLETED';

/** The last run of a plan; `orchestrator` is the process that goes on with it now. */
export interface RunStatus {
  readonly id: string;
  readonly state: RunState;
  readonly phase: string;
  readonly orchestrator: number | null;
}

/** How a plan is, as `planloom status --json` tells it. */
export interface Status {
  readonly run: RunStatus | null;
  readonly workers: readonly WorkerStatus[];
  readonly blockers: readonly string[];
  readonly next: string;
}

/** A command of the server that makes sense now; without a worker it is about the whole plan. */
export interface Offer {
  readonly command: string;
  readonly title: string;
  readonly worker?: string;
}

/** A plan of the workspace; `run` is absent where it was never run. `status` was told at `toldAt` (milliseconds). */
export interface Plan {
  readonly uri: string;
  readonly title: string;
  readonly workers: readonly Worker[];
  readonly run?: { readonly state: RunState };
  readonly status?: Status;
  readonly toldAt?: number;
  readonly offers?: readonly Offer[];
}

/** A plan whose status is another one than before. */
export interface StatusChange {
  readonly plan: Plan;
  readonly before: Status | undefined;
}

/** All plans of the workspace, kept up to date. */
export interface Plans {
  all(): readonly Plan[];
  get(uri: string): Plan | undefined;
  readonly onDidChange: vscode.Event<void>;
  /** The server told of a change while it happened; nothing that was asked for counts. */
  readonly onDidTell: vscode.Event<StatusChange>;
  /** List them anew; starts the server where it is not there. */
  refresh(): Promise<void>;
  /** Ask how one of them is, and what can be done for it. */
  look(uri: string): Promise<void>;
  dispose(): void;
}

/** Whether something goes on: a process of a worker, or one that goes on with the run. */
export function isRunning(status: Status | undefined): boolean {
  const orchestrator = status?.run?.orchestrator ?? null;
  return orchestrator !== null || (status?.workers.some(({ pid }) => pid !== null) ?? false);
}
