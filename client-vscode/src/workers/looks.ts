// How states look: a shape and a colour for each, and never a colour alone. Must not know the view.
import type { RunState, WorkerState, WorkerStatus } from '../plans/plans';

/** A theme icon's name, and the theme colour that it is drawn in. */
export interface Look {
  readonly icon: string;
  readonly colour?: string;
}

const LOOKS: Record<WorkerState, Look> = {
  pending: { icon: 'circle-outline' },
  running: { icon: 'sync', colour: 'charts.blue' },
  validating: { icon: 'beaker', colour: 'charts.purple' },
  done: { icon: 'pass', colour: 'charts.green' },
  merged: { icon: 'git-merge', colour: 'charts.green' },
  failed: { icon: 'error', colour: 'list.errorForeground' },
  blocked: { icon: 'debug-pause', colour: 'list.warningForeground' },
};

/** How a worker looks; what runs turns. */
export function lookOf(status: WorkerStatus | undefined): Look {
  const look = LOOKS[status?.state ?? 'pending'];
  return status?.state === 'running' && status.pid !== null ? { ...look, icon: 'sync~spin' } : look;
}

/** How a plan looks, by the state of its last run. */
export function lookOfRun(state: RunState | undefined, running: boolean): Look {
  if (running) {
    return { icon: 'sync~spin', colour: 'charts.blue' };
  }
  if (state === 'COMPLETED') {
    return { icon: 'pass-filled', colour: 'charts.green' };
  }
  if (state === 'BLOCKED') {
    return { icon: 'warning', colour: 'list.warningForeground' };
  }
  return state === undefined ? { icon: 'checklist' } : { icon: 'debug-pause' };
}
