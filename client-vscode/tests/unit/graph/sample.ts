// Graphs and times for tests.
import type { Attempt, Edge, Node, Picture, Times } from '../../../src/graph/documents';

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A worker; its definition stands in the line of its number. */
export function worker(id: string, more: Partial<Node> = {}): Node {
  const at = { line: Number(id.slice(1)), character: 4 };
  return {
    id,
    name: `Part ${id.slice(1)}`,
    wave: 0,
    range: { start: at, end: at },
    branch: null,
    owns: [],
    edits: [],
    reads: [],
    state: null,
    attempt: 0,
    reason: '',
    parked: null,
    ...more,
  };
}

/** An edge; without more a dependency. */
export function edge(from: string, to: string | null, more: Partial<Edge> = {}): Edge {
  const label = `${String(to)} waits for ${from}`;
  return { from, to, kind: 'depends', label, files: [], range: NOWHERE, severe: false, critical: false, ...more };
}

/** A conflict between two workers. */
export function conflict(from: string, to: string, ...files: readonly string[]): Edge {
  return edge(from, to, { kind: 'conflict', label: `both own ${files.join(', ')}`, files, severe: true });
}

/** A graph with these workers in its waves. */
export function picture(waves: readonly (readonly string[])[], edges: readonly Edge[] = []): Picture {
  return {
    title: 'Sample',
    waves: waves.map((workers, index) => ({ label: `Wave ${index + 1}`, workers })),
    workers: waves.flatMap((ids, wave) => ids.map((id) => worker(id, { wave }))),
    edges,
    critical: [],
  };
}

/** The time so many seconds after noon. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)).toISOString();
}

/** A process that passed, or still runs. */
export function attempt(number: number, from: number, to: number | null, more: Partial<Attempt> = {}): Attempt {
  return {
    number,
    kind: 'work',
    started: at(from),
    ended: to === null ? null : at(to),
    outcome: to === null ? 'running' : 'passed',
    reason: '',
    ...more,
  };
}

/** The times of a run that began at noon. */
export function times(workers: Times['workers'], ended: number | null): Times {
  return {
    run: { id: 'r-1', state: 'IN_PROGRESS', started: at(0), ended: ended === null ? null : at(ended) },
    now: at(ended ?? 30),
    phases: [{ phase: 'setup', started: at(0), ended: at(2) }],
    workers,
  };
}
