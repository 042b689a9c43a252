// The frame around the panes: title, tabs, how many workers are in which state, buttons. Must not know what panes show.
import type { Picture, Times } from '../src/graph/documents';
import { html, keep, set, svg } from './dom';
import { stateOf } from './graph/labels';
import type { Tab } from './host';
import { mark } from './marks';
import { tabs } from './tabs';
import { tools, type Listener as Buttons } from './tools';

const TABS = [
  ['graph', 'Graph'],
  ['timeline', 'Timeline'],
  ['table', 'Table'],
] as const;
const STATES = ['running', 'validating', 'parked', 'failed', 'blocked', 'pending', 'done', 'merged'];
const RUNS: Readonly<Record<string, string>> = {
  IN_PROGRESS: 'in progress',
  BLOCKED: 'blocked',
  COMPLETED: 'completed',
};

/** What the frame's tabs and buttons do. */
export interface Listener extends Buttons {
  readonly opens: (tab: Tab) => void;
}

/** The frame. */
export interface Frame {
  readonly panes: HTMLElement;
  /** Say which tab is open, and whether it shows a picture. */
  open(tab: Tab, picture: { readonly isShown: boolean }): void;
  zoomed(zoom: number): void;
  title(picture: Picture | null, file: string, pinned: boolean): void;
  run(times: Times | null): void;
  /** Say something in place of the panes; "" for nothing. */
  say(text: string): void;
}

/** The frame, in the page. */
export function frame(listener: Listener): Frame {
  const [heading, file, run] = [html('h1'), html('span', { class: 'file' }), html('span', { class: 'run' })];
  const states = html('ul', { class: 'states', 'aria-label': 'Workers by state' });
  const [choice, buttons] = [tabs<Tab>(TABS, 'panes', listener.opens), tools(listener)];
  const message = html('p', { class: 'message', role: 'status' });
  const panes = html('main', { class: 'panes', id: 'panes', role: 'tabpanel' });
  const top = html('div', { class: 'top' }, heading, file, run);
  const strip = html('div', { class: 'strip' }, choice.element, states, buttons.element);
  document.body.append(html('header', {}, top, strip), message, panes);
  return {
    panes,
    open: (tab, { isShown }) => {
      choice.select(tab);
      set(panes, { 'aria-labelledby': `tab-${tab}` });
      buttons.offer(isShown);
    },
    zoomed: buttons.zoomed,
    title: (picture, name, pinned) => {
      heading.textContent = picture?.title ?? '';
      heading.hidden = !picture?.title;
      file.textContent = name;
      buttons.pinned(pinned);
      count(states, picture);
    },
    run: (times) => {
      run.textContent = times ? `run ${RUNS[times.run.state] ?? times.run.state}` : '';
      run.hidden = times === null;
    },
    say: (text) => {
      message.textContent = text;
      message.hidden = text === '';
      for (const element of [panes, choice.element, buttons.element]) {
        element.hidden = text !== '';
      }
    },
  };
}

/** How many workers are in each state, which is the legend as well. */
function count(list: HTMLElement, picture: Picture | null): void {
  const states = picture?.workers.map(stateOf) ?? [];
  const items = STATES.map((state) => ({ state, many: states.filter((one) => one === state).length }));
  keep(
    list,
    items
      .filter(({ many }) => many > 0)
      .map(({ state, many }) => ({
        key: state,
        content: String(many),
        draw: (element) => {
          const sign = svg('svg', { viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' }, mark(state));
          element.replaceChildren(sign, `${many} ${state}`);
        },
      })),
    () => html('li'),
  );
}
