// What a graph says in words: on cards, beside lines, to screen readers. Pure.
import type { Edge, Node, Picture } from '../../src/graph/documents';

const SHOWN = 3;
const LONGEST = 22;

/** The few words that stand on a conflict's or forecast's line. */
export function badge(edge: Edge): string {
  const [first = ''] = edge.files;
  const name = first.split('/').filter(Boolean).slice(-2).join('/');
  const more = edge.files.length > 1 ? ` +${edge.files.length - 1}` : '';
  return shortened(name, LONGEST) + more;
}

/** A text with its middle left out where it is too long. */
export function shortened(text: string, longest: number): string {
  const characters = Array.from(text);
  if (characters.length <= longest) {
    return text;
  }
  const end = Math.floor((longest - 1) / 2);
  return `${characters.slice(0, longest - 1 - end).join('')}…${characters.slice(characters.length - end).join('')}`;
}

/** A worker's state in a word; parked is what a pending one is whose agent takes nothing for a while. */
export function stateOf(node: Node): string {
  return node.state === 'pending' && node.parked !== null ? 'parked' : (node.state ?? '');
}

/** Everything about a worker, a line for each thing. */
export function about(node: Node, picture: Picture): string[] {
  const state = stateOf(node);
  const attempt = node.attempt > 0 ? `, attempt ${node.attempt}` : '';
  const waits = picture.edges.filter((edge) => edge.kind === 'depends' && edge.to === node.id).map((edge) => edge.from);
  const critical = picture.critical.includes(node.id) ? ', on the critical path' : '';
  const lines = [
    [node.id, node.name].filter(Boolean).join(': '),
    `${picture.waves[node.wave]?.label ?? `Wave ${node.wave + 1}`}${critical}`,
    state && `${state}${attempt}`,
    node.reason && ['failed', 'blocked', 'pending'].includes(node.state ?? '') ? node.reason : '',
    waits.length > 0 ? `waits for ${waits.join(', ')}` : '',
    named('owns', node.owns),
    named('changes', node.edits),
    named('reads', node.reads),
    ...troubles(node.id, picture).map(sentence),
  ];
  return lines.filter(Boolean);
}

/** What collides with a worker, the worst first. */
export function troubles(id: string, picture: Picture): Edge[] {
  const badness = (edge: Edge): number => (edge.kind === 'forecast' ? 0 : edge.severe ? 2 : 1);
  return picture.edges
    .filter((edge) => edge.kind !== 'depends' && (edge.from === id || edge.to === id))
    .toSorted((a, b) => badness(b) - badness(a));
}

/** A conflict or forecast as a sentence. */
export function sentence(edge: Edge): string {
  const who = edge.kind === 'conflict' ? [edge.from, edge.to].join(' and ') : edge.from;
  return edge.kind === 'depends' ? edge.label : `${who}: ${edge.label}`;
}

/** What a graph holds, in a line. */
export function summary(picture: Picture): string {
  const count = (kind: Edge['kind']): number => picture.edges.filter((edge) => edge.kind === kind).length;
  const parts = [
    plural(picture.workers.length, 'worker'),
    plural(picture.waves.length, 'wave'),
    plural(count('conflict'), 'conflict'),
    plural(count('forecast'), 'forecast'),
  ];
  return parts.join(', ');
}

/** How many of something. */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function named(what: string, paths: readonly string[]): string {
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
  return paths.length > 0 ? `${what} ${paths.slice(0, SHOWN).join(', ')}${more}` : '';
}
