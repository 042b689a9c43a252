// Keeps the plans that the server names, and how they are. Must not know what is shown of them.
import * as vscode from 'vscode';
import type { Server } from '../server/server';
import { createHeld, type Held, type Listed } from './held';
import type { Offer, Plans, Status, StatusChange } from './plans';
import { gathered, inTurn } from './timing';

type Told = Status & { readonly uri: string };

const FILES = '**/*.{md,markdown,mdx}';
const PAUSE = 300;

/** A store of the workspace's plans, filled by the server whenever it is ready. */
export function createPlans(server: Server): Plans {
  const changed = new vscode.EventEmitter<void>();
  const told = new vscode.EventEmitter<StatusChange>();
  const held = createHeld();
  const ask = asking(server, held, () => {
    changed.fire();
  });
  const again = gathered(PAUSE, () => {
    if (server.state === 'ready') {
      ask.refresh().catch(() => undefined);
    }
  });
  const hear = server.onNotification<Told>('planloom/status', ({ uri, ...status }) => {
    const change = held.tell(sameUri(uri), status, Date.now());
    if (change) {
      changed.fire();
      told.fire(change);
      ask.offers(change.plan.uri).catch(() => undefined);
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
    refresh: ask.refresh,
    look: ask.look,
    dispose: () => {
      all.dispose();
    },
  };
}

interface Asking {
  readonly refresh: () => Promise<void>;
  readonly look: (uri: string) => Promise<void>;
  readonly offers: (uri: string) => Promise<void>;
}

/** The questions to the server, whose answers are held. */
function asking(server: Server, held: Held, changed: () => void): Asking {
  const offers = async (uri: string): Promise<void> => {
    held.offer(uri, (await server.request<{ offers: Offer[] }>('planloom/offers', { uri })).offers);
    changed();
  };
  const look = async (uri: string): Promise<void> => {
    if (vscode.workspace.isTrusted) {
      const status = await server.request<Status | null>('planloom/status', { uri });
      if (status) {
        held.tell(uri, status, Date.now());
      }
      await offers(uri);
    }
  };
  const refresh = inTurn(async () => {
    const { plans } = await server.request<{ plans: Listed[] }>('planloom/plans', {});
    held.list(plans.map((plan) => ({ ...plan, uri: sameUri(plan.uri) })));
    changed();
    const unseen = held.all().filter((plan) => plan.run && !plan.status);
    await Promise.allSettled(unseen.map(({ uri }) => look(uri)));
  });
  return { refresh, look, offers };
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
