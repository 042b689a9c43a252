// The page of plan graph and timeline: what arrives is shown, what is chosen is told.
import type { PlanMessage, TimesMessage } from '../src/graph/messages';
import { toPng, toSvg, type Piece } from './export';
import { frame } from './frame';
import { graphView } from './graph/view';
import { hear, kept, remember, tell, type Look, type Tab } from './host';
import './style.css';
import { tableView } from './table';
import { HEAD, NAMES } from './timeline/draw';
import { timelineView } from './timeline/view';

const before = kept();
const zooms: Record<Tab, number> = { graph: 1, timeline: 1, table: 1 };
let tab: Tab = before.tab;
let plan: PlanMessage | undefined;
let times: TimesMessage = { type: 'times', times: null, trouble: '' };

const choose = (id: string): void => {
  tell({ type: 'worker', id });
};
const looked =
  (which: 'graph' | 'timeline') =>
  (look: Look, zoom: number): void => {
    remember({ [which]: look });
    zooms[which] = zoom;
    if (tab === which) {
      page.zoomed(zoom);
    }
  };
const page = frame({
  opens: open,
  zooms: (steps) => {
    (tab === 'timeline' ? timeline : graph.zoom).zoomBy(steps);
  },
  fits: () => {
    if (tab === 'timeline') {
      timeline.zoomBy(-Infinity);
    } else {
      graph.zoom.fit();
    }
  },
  pins: (pinned) => {
    tell({ type: 'pin', pinned });
  },
  exports: () => {
    tell({ type: 'export' });
  },
});
const graph = graphView(before.graph, before.worker, {
  chooses: choose,
  choosesEdge: (index) => {
    tell({ type: 'edge', revision: plan?.revision ?? 0, index });
  },
  looks: looked('graph'),
  focuses: (worker) => {
    remember({ worker });
  },
});
const timeline = timelineView(before.timeline, { chooses: choose, looks: looked('timeline') });
const table = tableView(choose);
const panes: Readonly<Record<Tab, HTMLElement>> = {
  graph: graph.element,
  timeline: timeline.element,
  table: table.element,
};
page.panes.append(...Object.values(panes));

function open(next: Tab): void {
  tab = next;
  remember({ tab });
  for (const [name, pane] of Object.entries(panes)) {
    pane.hidden = name !== tab;
  }
  page.zoomed(zooms[tab]);
  show();
}

function show(): void {
  const picture = plan?.picture ?? null;
  page.title(picture, plan?.file ?? '', plan?.pinned ?? false);
  page.run(times.times);
  page.open(tab, { isShown: tab === 'graph' || (tab === 'timeline' && times.times !== null) });
  page.say(trouble());
  if (picture === null || picture.workers.length === 0) {
    return;
  }
  if (tab === 'graph') {
    graph.show(picture);
  } else if (tab === 'table') {
    table.show(picture, times.times);
  }
  timeline.element.classList.toggle('empty', times.times === null);
  timeline.element.dataset.message = times.trouble || 'This plan has not been run yet.';
  if (times.times) {
    timeline.show(times.times, picture);
  }
}

/** Why nothing can be shown; "" where something can. */
function trouble(): string {
  if (plan === undefined) {
    return 'Reading the plan…';
  }
  if (plan.picture === null) {
    return plan.trouble || 'This file is no plan.';
  }
  return plan.picture.workers.length === 0 ? 'This plan has no workers yet.' : '';
}

async function save(format: 'svg' | 'png'): Promise<void> {
  const title = plan?.picture?.title ?? plan?.file ?? '';
  const { head, names, body } = timeline.drawing;
  const pieces: Piece[] =
    tab === 'timeline'
      ? [
          { root: head, x: NAMES, y: 0 },
          { root: names, x: 0, y: HEAD },
          { root: body, x: NAMES, y: HEAD },
        ]
      : [{ root: graph.root, x: 0, y: 0 }];
  const text = toSvg(title, pieces);
  tell({ type: 'save', format, data: format === 'svg' ? text : await toPng(text) });
}

hear((message) => {
  switch (message.type) {
    case 'plan':
      plan = message;
      remember({ uri: message.uri, pinned: message.pinned });
      show();
      break;
    case 'times':
      times = message;
      show();
      break;
    case 'export':
      void save(message.format);
  }
});
open(tab);
tell({ type: 'ready' });
