// Keeps the plans that the server names, and how they are. Must not know what is shown of them.
import * as vscode from 'vscode';
import type { Server } from '../server/server';
import { createHeld, type Listed } from './held';
import type { Plans, Status, StatusChange } from './plans';
import { gathered, inTurn } from './timing';

type Told = Status & { readonly uri: string };

const FILES = '**/*.{md,markdown,mdx}';
const PAUSE = 300;

/** A store of the workspace's plans, filled by the server whenever it is ready. */
export function createPlans(server: Server): Plans {
  const changed = new vscode.EventEmitter<void>();
  const told = new vscode.EventEmitter<StatusChange>();
  const held = createHeld();

  const look = async (uri: string): Promise<void> => {
    if (vscode.workspace.isTrusted) {
      const status = await server.request<Status | null>('planloom/status', { uri });
      if (status && held.tell(uri, status, Date.now())) {
        changed.fire();
      }
    }
  };
  const refresh = inTurn(async () => {
    const { plans } = await server.request<{ plans: Listed[] }>('planloom/plans', {});
    held.list(plans.map((plan) => ({ ...plan, uri: sameUri(plan.uri) })));
    changed.fire();
    const unseen = held.all().filter((plan) => plan.run && !plan.status);
    await Promise.allSettled(unseen.map(({ uri }) => look(uri)));
  });
  const again = gathered(PAUSE, () => {
    if (server.state === 'ready') {
      refresh().catch(() => undefined);
    }
  });
  const hear = server.onNotification<Told>('planloom/status', ({ uri, ...status }) => {
    const change = held.tell(sameUri(uri), status, Date.now());
    if (change) {
      changed.fire();
      told.fire(change);
    } else {
      again();
    }
  });
  const all = vscode.Disposable.from(changed, told, hear, server.onDidChangeState(again), watching(again));
  return {
    all: () => held.all(),
    get: (uri) => held.get(uri),
    onDidChange: changed.event,
    onDidTell: told.event,
    refresh,
    look,
    dispose: () => {
      all.dispose();
    },
  };
}

/** What lets plans come, change and go. */
function watching(again: () => void): vscode.Disposable {
  const files = vscode.workspace.createFileSystemWatcher(FILES);
  const opened = vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
    if (languageId === 'markdown') {
      again();
    }
  });
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(again);
  return vscode.Disposable.from(
    files,
    files.onDidCreate(again),
    files.onDidChange(again),
    files.onDidDelete(again),
    opened,
    folders,
  );
}

/** A URI as this window writes it, whoever wrote it. */
function sameUri(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}
