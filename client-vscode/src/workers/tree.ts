// The rows of the Workers view, kept in step with the plans. Must not know commands.
import * as vscode from 'vscode';
import { isRunning, type Plan, type Plans } from '../plans/plans';
import { decorationOf, itemOf, addressOf, WORKER_SCHEME } from './items';
import { concernsOf, workersOf, type Node } from './nodes';

/** What the view shows, and the badges in it. */
export class Tree implements vscode.TreeDataProvider<Node>, vscode.FileDecorationProvider {
  readonly #rows = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly #badges = new vscode.EventEmitter<vscode.Uri[]>();
  // The view knows a row by the object that it was given for it.
  #nodes = new Map<string, Node>();
  #looks = new Map<string, string>();
  #first: Promise<void> | undefined;
  // What nobody can tell is not asked for again and again.
  readonly #asked = new Set<string>();
  readonly onDidChangeTreeData = this.#rows.event;
  readonly onDidChangeFileDecorations = this.#badges.event;

  constructor(
    private readonly plans: Plans,
    private readonly failed: (error: unknown) => void,
  ) {}

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return this.#known((await this.#listed()).map(({ uri }) => ({ kind: 'plan', uri })));
    }
    const plan = this.plans.get(node.uri);
    if (plan === undefined || node.kind === 'concern') {
      return [];
    }
    if (node.kind === 'worker') {
      return this.#known(concernsOf(plan, node.worker));
    }
    if (plan.status === undefined && vscode.workspace.isTrusted && !this.#asked.has(plan.uri)) {
      this.#asked.add(plan.uri);
      this.plans.look(plan.uri).catch(this.failed);
    }
    return this.#known(workersOf(plan));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const plan = this.plans.get(node.uri);
    return plan ? itemOf(plan, node) : new vscode.TreeItem('');
  }

  getParent(node: Node): Node | undefined {
    if (node.kind === 'plan') {
      return undefined;
    }
    const { uri, worker } = node;
    return this.#known([node.kind === 'worker' ? { kind: 'plan', uri } : { kind: 'worker', uri, worker }])[0];
  }

  provideFileDecoration(address: vscode.Uri): vscode.FileDecoration | undefined {
    const plan = address.scheme === WORKER_SCHEME ? this.plans.get(address.query) : undefined;
    return plan && decorationOf(plan, address.path.slice(1));
  }

  /** Show what is another now. Rows that are the same stay, for a menu that is open on one would lose it. */
  changed(): void {
    const before = this.#looks;
    const plans = this.#ranked();
    const uris = plans.map(({ uri }) => uri);
    this.#nodes = new Map([...this.#nodes].filter(([, { uri }]) => uris.includes(uri)));
    this.#looks = new Map([['', uris.join('\n')], ...plans.flatMap(looksOf)]);
    const isOther = (node: Node): boolean => before.get(keyOf(node)) !== this.#looks.get(keyOf(node));
    if (before.get('') !== this.#looks.get('')) {
      this.#rows.fire(undefined);
    } else {
      const shown = [...this.#nodes.values()].filter(({ kind }) => kind !== 'concern');
      const other = shown.filter(isOther);
      if (other.length > 0) {
        this.#rows.fire(other);
      }
    }
    this.#badges.fire(plans.flatMap(({ uri, workers }) => workers.map(({ id }) => addressOf(uri, id))));
  }

  /** Show anew the workers whose time runs. */
  tick(): void {
    for (const { uri, status } of this.plans.all()) {
      for (const { id } of status?.workers.filter(({ seconds }) => seconds !== null) ?? []) {
        const node = this.#nodes.get(keyOf({ kind: 'worker', uri, worker: id }));
        if (node) {
          this.#rows.fire(node);
        }
      }
    }
  }

  /** The node of a plan, or of one of its workers. */
  nodeOf(uri: string, worker?: string): Node | undefined {
    return this.#known([worker === undefined ? { kind: 'plan', uri } : { kind: 'worker', uri, worker }])[0];
  }

  async #listed(): Promise<readonly Plan[]> {
    // Once: to be told that there are none must not make the view ask again.
    await (this.#first ??= this.plans.refresh().catch(this.failed));
    return this.#ranked();
  }

  #ranked(): readonly Plan[] {
    return [...this.plans.all()].sort((one, other) => rank(one) - rank(other));
  }

  #known(nodes: readonly Node[]): Node[] {
    return nodes.map((node) => {
      const key = keyOf(node);
      const before = this.#nodes.get(key);
      if (before) {
        return before;
      }
      this.#nodes.set(key, node);
      return node;
    });
  }
}

/** How a plan's row and those of its workers look, and which rows stand below each, by key. */
function looksOf(plan: Plan): [string, string][] {
  const { uri } = plan;
  const workers = workersOf(plan);
  const look = (node: Node, below: readonly Node[]): [string, string] => [
    keyOf(node),
    JSON.stringify([itemOf(plan, node), below.map(keyOf)]),
  ];
  return [
    look({ kind: 'plan', uri }, workers),
    ...workers.map((node) => look(node, concernsOf(plan, node.worker))),
  ];
}

/** What runs stands first, then what was begun. */
function rank(plan: Plan): number {
  if (isRunning(plan.status)) {
    return 0;
  }
  return plan.run && plan.run.state !== 'COMPLETED' ? 1 : 2;
}

function keyOf(node: Node): string {
  if (node.kind === 'plan') {
    return node.uri;
  }
  return `${node.uri}#${node.worker}${node.kind === 'concern' ? `#${node.concern.text}` : ''}`;
}
