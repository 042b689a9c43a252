// The run that matters now, in the status bar. Must not know how a run is driven.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { isRunning, type Plan } from '../plans/plans';
import { visible } from '../plans/visible';
import { attention, count, planLine, progress } from '../workers/words';

/** Show it while there is a run that is not over, or the active editor's plan has one. */
export function register({ extension, plans }: Context): void {
  const item = vscode.window.createStatusBarItem('planloom.run', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Planloom Run';
  const update = (): void => {
    const plan = chosen(plans.all(), vscode.window.activeTextEditor?.document.uri.toString());
    if (!plan?.status?.run) {
      item.hide();
      return;
    }
    const bad = attention(plan);
    const file = visible(vscode.workspace.asRelativePath(vscode.Uri.parse(plan.uri)));
    const words = `${file}: ${planLine(plan)}${bad === 0 ? '' : `, ${count(bad, 'worker')} to look after`}`;
    item.text = `${iconOf(plan)} ${progress(plan.status)} merged${bad === 0 ? '' : ` $(warning) ${bad}`}`;
    item.tooltip = words;
    item.accessibilityInformation = { label: `Planloom, ${words}` };
    item.command = { command: 'planloom.ui.status', title: 'Show in Workers', arguments: [{ uri: plan.uri }] };
    item.show();
  };
  extension.subscriptions.push(item, plans.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
  update();
}

/** The active editor's plan where it has a run, else one that runs, else one that is not finished. */
function chosen(all: readonly Plan[], active: string | undefined): Plan | undefined {
  const begun = all.filter(({ status }) => status?.run);
  return (
    begun.find(({ uri }) => uri === active) ??
    begun.find(({ status }) => isRunning(status)) ??
    begun.find(({ status }) => status?.run?.state !== 'COMPLETED')
  );
}

function iconOf({ status }: Plan): string {
  if (isRunning(status)) {
    return '$(sync~spin)';
  }
  return status?.run?.state === 'COMPLETED' ? '$(pass-filled)' : '$(debug-pause)';
}
