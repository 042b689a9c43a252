// Asks the server for a plan's graph and times, whenever they may have changed. Must not know how they are shown.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { gathered, inTurn } from '../plans/timing';
import type { Picture, Times } from './documents';

const PAUSE = 200;
const UNTRUSTED = 'Trust this workspace to see when what happened in its runs.';

/** What the server told of a plan, or why it did not. */
export interface Told {
  readonly uri: string;
  readonly picture: Picture | null;
  readonly trouble: string;
  readonly times: Times | null;
  readonly timesTrouble: string;
}

/** One plan that is watched, of the whole workspace's. */
export interface Source {
  /** Watch another plan; none for "". */
  watch(uri: string): void;
  dispose(): void;
}

/** Tells of a plan again and again, as soon as it is said which. */
export function sourceOf({ server, plans }: Context, told: (news: Told) => void): Source {
  let uri = '';
  const ask = inTurn(async () => {
    const asked = uri;
    const [picture, times] = await Promise.all([
      answer<Picture>(server.request('planloom/graph', { uri: asked })),
      vscode.workspace.isTrusted
        ? answer<Times>(server.request('planloom/timeline', { uri: asked }))
        : { value: null, trouble: UNTRUSTED },
    ]);
    if (asked === uri) {
      told({ uri, picture: picture.value, trouble: picture.trouble, times: times.value, timesTrouble: times.trouble });
    }
  });
  const soon = gathered(PAUSE, () => {
    if (uri !== '') {
      void ask();
    }
  });
  const all = vscode.Disposable.from(
    plans.onDidChange(soon),
    server.onDidChangeState((state) => {
      if (state === 'ready') {
        soon();
      }
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === uri) {
        soon();
      }
    }),
  );
  return {
    watch: (next) => {
      uri = next;
      soon();
    },
    dispose: () => {
      uri = '';
      all.dispose();
    },
  };
}

async function answer<T>(request: Thenable<T | null>): Promise<{ value: T | null; trouble: string }> {
  try {
    return { value: await request, trouble: '' };
  } catch (error) {
    return { value: null, trouble: error instanceof Error ? error.message : String(error) };
  }
}
