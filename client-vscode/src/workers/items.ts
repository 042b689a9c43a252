// How nodes of the Workers view are shown. Text of plans is shown as text: nothing in it is a link or a command.
import * as vscode from 'vscode';
import { isRunning, type Plan } from '../plans/plans';
import { visible } from '../plans/visible';
import { lookOf, lookOfRun, type Look } from './looks';
import { concernsOf, contextOf, statusOf, workerOf, type ConcernNode, type Node, type WorkerNode } from './nodes';
import { badge, brief, planBrief, planLine, workerLine } from './words';

/** The scheme of workers' own addresses, under which their badges are found. */
export const WORKER_SCHEME = 'planloom-worker';

// What a view that was never made wider has room for, beside a state.
const LONGEST_TITLE = 24;
const LONGEST_NAME = 18;
const CONCERNS: Record<ConcernNode['concern']['kind'], Look> = {
  stray: { icon: 'diff-modified', colour: 'list.warningForeground' },
  conflict: { icon: 'git-compare', colour: 'list.warningForeground' },
  trouble: { icon: 'info', colour: 'list.errorForeground' },
};

/** A node's row. */
export function itemOf(plan: Plan, node: Node): vscode.TreeItem {
  if (node.kind === 'plan') {
    return planItem(plan);
  }
  return node.kind === 'worker' ? workerItem(plan, node) : concernItem(node);
}

/** The address under which a worker's badge is found. */
export function addressOf(uri: string, worker: string): vscode.Uri {
  return vscode.Uri.from({ scheme: WORKER_SCHEME, path: `/${worker}`, query: uri });
}

function planItem(plan: Plan): vscode.TreeItem {
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(plan.uri));
  const title = visible(plan.title) || file;
  const state = plan.status?.run?.state ?? plan.run?.state;
  const line = planLine(plan);
  const item = new vscode.TreeItem(brief(title, LONGEST_TITLE), vscode.TreeItemCollapsibleState.Expanded);
  item.id = plan.uri;
  item.iconPath = icon(lookOfRun(state, isRunning(plan.status)));
  item.description = planBrief(plan);
  item.tooltip = tooltip(title, [file, line, ...(plan.status?.blockers ?? []), next(plan, plan.status?.next)]);
  item.contextValue = contextOf(plan);
  item.accessibilityInformation = { label: `Plan ${title}, ${line}` };
  return item;
}

function workerItem(plan: Plan, node: WorkerNode): vscode.TreeItem {
  const status = statusOf(plan, node.worker);
  const id = visible(node.worker);
  const name = visible(workerOf(plan, node.worker)?.name ?? '');
  const named = (words: string): string => (words && words !== id ? `${id}  ${words}` : id);
  const label = named(name);
  const line = visible(workerLine(status, plan.toldAt ?? 0, Date.now()));
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const below = concernsOf(plan, node.worker);
  const urgent = below.some(({ concern }) => concern.kind !== 'conflict');
  const short = named(brief(name, LONGEST_NAME));
  const item = new vscode.TreeItem(short, below.length === 0 ? None : urgent ? Expanded : Collapsed);
  // The view would keep a row closed that had nothing below it before.
  item.id = `${plan.uri}#${node.worker}${urgent ? '!' : ''}`;
  item.iconPath = icon(lookOf(status));
  item.description = line;
  item.resourceUri = addressOf(plan.uri, node.worker);
  item.contextValue = contextOf(plan, node.worker);
  item.accessibilityInformation = { label: `Worker ${label}, ${line || 'not known'}` };
  item.command = { command: 'planloom.ui.revealInPlan', title: 'Reveal in Plan', arguments: [node] };
  item.tooltip = tooltip(label, [
    line,
    status?.evidence,
    status?.last_output ? `Last output: ${status.last_output}` : undefined,
    status?.branch ? `Branch ${status.branch}, worktree ${status.worktree ?? 'none'}` : undefined,
    next(plan, status?.next),
  ]);
  return item;
}

function concernItem({ uri, worker, concern }: ConcernNode): vscode.TreeItem {
  const text = visible(concern.text);
  const [what, more] = concern.short;
  const item = new vscode.TreeItem(visible(what));
  item.description = visible(more);
  item.iconPath = icon(CONCERNS[concern.kind]);
  item.tooltip = text;
  item.contextValue = `concern-${concern.kind}`;
  item.accessibilityInformation = { label: `${worker}: ${text}` };
  const argument = { uri, worker, ...(concern.path === undefined ? {} : { path: concern.path }) };
  item.command =
    concern.kind === 'trouble'
      ? { command: 'planloom.ui.log', title: 'Open Log', arguments: [argument] }
      : { command: 'planloom.ui.diff', title: 'Open Diff', arguments: [argument] };
  return item;
}

/** A worker's badge, for those that want to be looked at. */
export function decorationOf(plan: Plan, worker: string): vscode.FileDecoration | undefined {
  const status = statusOf(plan, worker);
  const text = status ? badge(status) : '';
  return text === ''
    ? undefined
    : new vscode.FileDecoration('!', visible(text), new vscode.ThemeColor('list.warningForeground'));
}

function icon({ icon: name, colour }: Look): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

function next({ uri }: Plan, text: string | undefined): string | undefined {
  const file = vscode.Uri.parse(uri);
  return text ? `Next: ${text.replaceAll(file.fsPath, vscode.workspace.asRelativePath(file))}` : undefined;
}

function tooltip(title: string, lines: readonly (string | undefined)[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('**').appendText(title).appendMarkdown('**');
  for (const line of lines) {
    if (line) {
      markdown.appendMarkdown('\n\n').appendText(visible(line));
    }
  }
  return markdown;
}
