// Keeps the plans that the server names. Must not know what is shown of them.
import * as vscode from 'vscode';
import type { Server } from '../server/server';
import type { Plan, Plans } from './plans';

/** A store of the workspace's plans, filled by the server whenever it is ready. */
export function createPlans(server: Server): Plans {
  const changed = new vscode.EventEmitter<void>();
  let plans: readonly Plan[] = [];
  const refresh = async (): Promise<void> => {
    plans = (await server.request<{ plans: Plan[] }>('planloom/plans', {})).plans;
    changed.fire();
  };
  return {
    all: () => plans,
    get: (uri) => plans.find((plan) => plan.uri === uri),
    onDidChange: changed.event,
    refresh,
    dispose: () => {
      changed.dispose();
    },
  };
}
