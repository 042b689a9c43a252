// What a worker changed, as the server tells it, and how that reads in a list. Must not know how it is shown.
import type { Server } from '../server/server';

/** A file in a commit. */
export interface InCommit {
  readonly commit: string;
  readonly path: string;
}

/** A file that a worker changed; `after`: a path of this machine where it lies in a worktree, null where it is gone. */
export interface ChangedFile {
  readonly path: string;
  readonly status: string;
  readonly owned: boolean;
  readonly why: string;
  readonly before: InCommit | null;
  readonly after: InCommit | string | null;
}

/** All that a worker changed since `base`; `worktree` is the folder it works in, null where it has none. */
export interface Changes {
  readonly base: string;
  readonly worktree: string | null;
  readonly files: readonly ChangedFile[];
}

const STATUSES: Readonly<Record<string, string>> = { A: 'new', M: 'changed', D: 'deleted' };

/** Ask for what a worker changed. */
export async function changesOf(server: Server, worker: { uri: string; worker: string }): Promise<Changes> {
  return server.request<Changes>('planloom/changes', { uri: worker.uri, worker: worker.worker });
}

/** The files, those that are not the worker's own first. */
export function ordered(files: readonly ChangedFile[]): readonly ChangedFile[] {
  return [...files].sort((one, other) => Number(one.owned) - Number(other.owned) || (one.path < other.path ? -1 : 1));
}

/** Whether a file is the worker's own, in words and with a sign. */
export function markOf(file: ChangedFile): string {
  return `${file.owned ? '$(check) owned' : '$(warning) not owned'}, ${STATUSES[file.status] ?? file.status}`;
}
