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

/** A plan of the workspace; `run` is absent where it was never run. */
export interface Plan {
  readonly uri: string;
  readonly title: string;
  readonly workers: readonly Worker[];
  readonly run?: { readonly state: string };
}

/** All plans of the workspace, kept up to date. */
export interface Plans {
  all(): readonly Plan[];
  get(uri: string): Plan | undefined;
  readonly onDidChange: vscode.Event<void>;
  refresh(): Promise<void>;
  dispose(): void;
}
