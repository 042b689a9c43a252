// The conflicts and forecasts of a graph as a list, for whoever cannot or will not follow lines.
import type { Edge } from '../../src/graph/documents';
import { html, set, svg } from '../dom';
import { mark, signOf } from '../marks';
import { plural, sentence } from './labels';

// More would take the graph's place.
const UNFOLDED = 6;

/** Make a list show what collides; `choose` is told of the edge that is pressed. */
export function list(element: HTMLElement, edges: readonly Edge[], choose: (index: number) => void): void {
  const found = edges.flatMap((edge, index) => (edge.kind === 'depends' ? [] : [{ edge, index }]));
  const content = JSON.stringify(found);
  if (content === element.getAttribute('data-content')) {
    return;
  }
  set(element, { 'data-content': content });
  element.hidden = found.length === 0;
  if (found.length > UNFOLDED) {
    element.removeAttribute('open');
  }
  const items = found.map(({ edge, index }) =>
    item(edge, () => {
      choose(index);
    }),
  );
  element.replaceChildren(html('summary', {}, summary(found.map(({ edge }) => edge))), html('ul', {}, ...items));
}

function item(edge: Edge, choose: () => void): HTMLElement {
  const sign = svg('svg', { viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' }, mark(signOf(edge)));
  const button = html('button', { class: 'trouble' }, sign, html('span', {}, sentence(edge)));
  button.addEventListener('click', choose);
  return html('li', {}, button);
}

function summary(edges: readonly Edge[]): string {
  const conflicts = edges.filter((edge) => edge.kind === 'conflict').length;
  const ahead = edges.length - conflicts;
  const parts = [
    conflicts > 0 ? plural(conflicts, 'ownership conflict') : '',
    ahead > 0 ? `${plural(ahead, 'merge conflict')} ahead` : '',
  ];
  return parts.filter(Boolean).join(', ');
}
