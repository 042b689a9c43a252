// What the server tells of a plan's graph and of a run's times, as values. Shared by extension and page; must not know
// either of them.
import type { Range, WorkerState as State } from '../plans/plans';

export type { Range, State };

/** A worker of the graph; `state` is null where nothing is known of it. */
export interface Node {
  readonly id: string;
  readonly name: string;
  readonly wave: number;
  readonly range: Range;
  readonly branch: string | null;
  readonly owns: readonly string[];
  readonly edits: readonly string[];
  readonly reads: readonly string[];
  readonly state: State | null;
  readonly attempt: number;
  readonly reason: string;
  readonly parked: string | null;
}

export type EdgeKind = 'depends' | 'conflict' | 'forecast';

/** Two workers that have to do with each other; `to` is null for the branch that all is merged into. */
export interface Edge {
  readonly from: string;
  readonly to: string | null;
  readonly kind: EdgeKind;
  readonly label: string;
  readonly files: readonly string[];
  readonly range: Range | null;
  readonly severe: boolean;
  readonly critical: boolean;
}

/** The answer to `planloom/graph`. */
export interface Picture {
  readonly title: string;
  readonly waves: readonly { readonly label: string; readonly workers: readonly string[] }[];
  readonly workers: readonly Node[];
  readonly edges: readonly Edge[];
  readonly critical: readonly string[];
}

export type Outcome = 'running' | 'passed' | 'refused' | 'failed' | 'parked' | 'stopped' | 'unknown';
export type Kind = 'setup' | 'work' | 'validate' | 'check';

/** One process that was started for a worker; `ended` is null while it runs. Times are ISO 8601. */
export interface Attempt {
  readonly number: number;
  readonly kind: Kind;
  readonly started: string;
  readonly ended: string | null;
  readonly outcome: Outcome;
  readonly reason: string;
}

/** When a worker came to a state in which nothing more is done for it at once. */
export interface Settled {
  readonly at: string;
  readonly state: State;
  readonly reason: string;
}

/** All that was started for a worker, and what it came to. */
export interface Row {
  readonly id: string;
  readonly attempts: readonly Attempt[];
  readonly states: readonly Settled[];
}

/** The answer to `planloom/timeline`. `now`: when it was given. */
export interface Times {
  readonly run: {
    readonly id: string;
    readonly state: string;
    readonly started: string;
    readonly ended: string | null;
  };
  readonly now: string;
  readonly phases: readonly { readonly phase: string; readonly started: string; readonly ended: string | null }[];
  readonly workers: readonly Row[];
}
