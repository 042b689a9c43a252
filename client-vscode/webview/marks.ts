// The sign of each state and outcome: a shape of its own, so that nobody needs colours to tell them apart.
import type { Edge } from '../src/graph/documents';
import { svg } from './dom';

/** A part of a sign, on 16 by 16: filled, outlined, or taken out of what is below it. */
type Part = readonly ['fill' | 'line' | 'dots' | 'out' | 'cut', string];

const CIRCLE = 'M8,1.5a6.5,6.5 0 1,0 0.01,0Z';
const OCTAGON = 'M5.2,1.2h5.6L14.8,5.2v5.6L10.8,14.8h-5.6L1.2,10.8v-5.6Z';
const TICK = 'M4.6,8.3l2.4,2.4L11.5,5.6';
const CROSS = 'M5.4,5.4l5.2,5.2M10.6,5.4l-5.2,5.2';

const MARKS: Readonly<Record<string, readonly Part[]>> = {
  pending: [['dots', CIRCLE]],
  running: [
    ['fill', CIRCLE],
    ['out', 'M6.3,4.9L11.3,8L6.3,11.1Z'],
  ],
  validating: [
    ['line', CIRCLE],
    ['fill', 'M8,3.6a4.4,4.4 0 0,1 0,8.8Z'],
  ],
  done: [
    ['line', CIRCLE],
    ['line', TICK],
  ],
  passed: [
    ['line', CIRCLE],
    ['line', TICK],
  ],
  merged: [
    ['fill', CIRCLE],
    ['cut', TICK],
  ],
  failed: [
    ['fill', OCTAGON],
    ['cut', CROSS],
  ],
  refused: [
    ['line', OCTAGON],
    ['line', 'M10.8,5.5v3.2H5.2M7.4,6.3L5,8.7l2.4,2.4'],
  ],
  blocked: [
    ['fill', 'M8,1.4L15.2,14.4H0.8Z'],
    ['cut', 'M8,5.8v4M8,12v0.4'],
  ],
  parked: [
    ['line', CIRCLE],
    ['line', 'M6.2,5.4v5.2M9.8,5.4v5.2'],
  ],
  stopped: [
    ['line', 'M2.2,2.2h11.6v11.6h-11.6Z'],
    ['fill', 'M5.4,5.4h5.2v5.2h-5.2Z'],
  ],
  unknown: [
    ['line', 'M8,0.9L15.1,8L8,15.1L0.9,8Z'],
    ['line', 'M8,4.6v4M8,11v0.4'],
  ],
  conflict: [
    ['fill', 'M8,0.6L15.4,8L8,15.4L0.6,8Z'],
    ['cut', 'M8,4.2v4.6M8,11.4v0.4'],
  ],
  overlap: [
    ['line', 'M8,1.2L14.8,8L8,14.8L1.2,8Z'],
    ['line', 'M8,4.6v4M8,11v0.4'],
  ],
  forecast: [
    ['line', 'M8,1.2L14.8,8L8,14.8L1.2,8Z'],
    ['line', 'M9.2,4.4L6.4,8.4h3.2L6.8,11.8'],
  ],
};

/** What names the sign of an edge. */
export function signOf(edge: Edge): string {
  return edge.kind === 'conflict' && !edge.severe ? 'overlap' : edge.kind;
}

/** The sign of a state, outcome or kind of edge; an empty group for what has none. */
export function mark(name: string, attributes: Readonly<Record<string, string | number>> = {}): SVGGElement {
  const group = svg('g', { ...attributes, class: `mark is-${name}` });
  for (const [how, path] of MARKS[name] ?? []) {
    group.append(svg('path', { class: how, d: path }));
  }
  return group;
}
