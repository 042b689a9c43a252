// Shows the server's progress as a notification with Cancel, for its first moments: a run takes hours, and the status
// bar tells of it, too. Must not know what it is the progress of.
import * as vscode from 'vscode';
import type { Middleware, ProgressToken, WorkDoneProgressBegin } from 'vscode-languageclient/node';

type Report = Pick<WorkDoneProgressBegin, 'message' | 'percentage'>;

const MOMENTS = 10_000;

interface Toast {
  readonly report: (report: Report) => void;
  readonly end: () => void;
}

/** What shows progress, until it is disposed of together with the server. */
export interface Progress {
  readonly dispose: () => void;
  /** Cancel all that goes on. */
  readonly interrupt: () => void;
  readonly middleware: Required<Pick<Middleware, 'handleWorkDoneProgress'>>;
}

/** Progress as notifications; the library alone would show it in the status bar, without a way to cancel. */
export function createProgress(cancel: (token: ProgressToken) => void): Progress {
  const toasts = new Map<ProgressToken, Toast>();
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', 'planloom.interruptible', toasts.size > 0);
  };
  const end = (token: ProgressToken): void => {
    toasts.get(token)?.end();
    toasts.delete(token);
    tell();
  };
  return {
    middleware: {
      handleWorkDoneProgress: (token, params, next) => {
        if (params.kind === 'end') {
          end(token);
          next(token, params);
          return;
        }
        if (params.kind === 'begin') {
          end(token);
          const begun = toast(params, () => {
            cancel(token);
          });
          toasts.set(token, begun);
          tell();
          setTimeout(begun.end, MOMENTS);
        }
        toasts.get(token)?.report(params);
      },
    },
    interrupt: () => {
      [...toasts.keys()].forEach(cancel);
    },
    dispose: () => {
      [...toasts.keys()].forEach(end);
    },
  };
}

function toast(begin: WorkDoneProgressBegin, cancel: () => void): Toast {
  const cancellable = begin.cancellable === true;
  const options = { location: vscode.ProgressLocation.Notification, title: begin.title, cancellable };
  const reports = new vscode.EventEmitter<Report>();
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  void vscode.window.withProgress(options, async (progress, cancelled) => {
    let seen = 0;
    cancelled.onCancellationRequested(cancel);
    reports.event(({ message, percentage }) => {
      const step = percentage === undefined ? {} : { increment: percentage - seen };
      seen = percentage ?? seen;
      progress.report({ ...(message === undefined ? {} : { message }), ...step });
    });
    await ended;
    reports.dispose();
  });
  return {
    report: (params) => {
      reports.fire(params);
    },
    end,
  };
}
