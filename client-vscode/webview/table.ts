// The run as a table: what graph and timeline show, in words. Must not know messages.
import type { Picture, Times } from '../src/graph/documents';
import { html } from './dom';
import { stateOf } from './graph/labels';
import { chartOf, kindOf, outcomeOf } from './timeline/bars';
import { lasted } from './timeline/scale';
import { timeOf } from './timeline/view';

const COLUMNS = ['Worker', 'Name', 'State', 'Process', 'Began', 'Ended', 'Took', 'Outcome'];

/** The pane. */
export interface TableView {
  readonly element: HTMLElement;
  show(picture: Picture, times: Times | null): void;
}

/** A pane for the table; `choose` is told of the worker whose id is pressed. */
export function tableView(choose: (worker: string) => void): TableView {
  const body = html('tbody');
  const head = html('tr', {}, ...COLUMNS.map((name) => html('th', { scope: 'col' }, name)));
  const table = html(
    'table',
    {},
    html('caption', {}, 'Workers, and every process that was started for them'),
    html('thead', {}, head),
    body,
  );
  let content = '';
  return {
    element: html('div', { class: 'pane' }, html('div', { class: 'scroll words' }, table)),
    show: (picture, times) => {
      const rows = rowsOf(picture, times);
      if (JSON.stringify(rows) !== content) {
        content = JSON.stringify(rows);
        body.replaceChildren(...rows.map((cells) => rowOf(cells, choose)));
      }
    },
  };
}

/** The cells of each row; a worker stands in its first row only. */
function rowsOf(picture: Picture, times: Times | null): string[][] {
  const lanes = new Map(times ? chartOf(times, Date.parse(times.now)).lanes.map((lane) => [lane.worker, lane]) : []);
  return picture.workers.flatMap((node) => {
    const who = [node.id, node.name, stateOf(node)];
    const bars = lanes.get(node.id)?.bars ?? [];
    const rows = bars.map((bar, index) => [
      ...(index === 0 ? who : ['', '', '']),
      `${bar.attempt.number}, ${kindOf(bar.attempt)}`,
      timeOf(bar.start),
      bar.isOpen ? '' : timeOf(bar.end),
      bar.isOpen ? '' : lasted(bar.end - bar.start),
      [outcomeOf(bar.attempt), bar.attempt.reason].filter(Boolean).join(': '),
    ]);
    return rows.length > 0 ? rows : [[...who, '', '', '', '', node.reason]];
  });
}

function rowOf(cells: readonly string[], choose: (worker: string) => void): HTMLElement {
  const [id = '', ...others] = cells;
  if (!id) {
    return html('tr', {}, html('td'), ...others.map((cell) => html('td', {}, cell)));
  }
  const button = html('button', { class: 'link', 'aria-label': `${id}: open its definition` }, id);
  button.addEventListener('click', () => {
    choose(id);
  });
  return html(
    'tr',
    { class: 'first' },
    html('th', { scope: 'row' }, button),
    ...others.map((cell) => html('td', {}, cell)),
  );
}
