// The pane of the graph: what is drawn in it, where the focus is, what a click or a key does. Must not know messages.
import type { Picture } from '../../src/graph/documents';
import { html, set, widthOf } from '../dom';
import type { Look } from '../host';
import { onKeys, rove, thingAt } from '../keys';
import { scroller, type Scroller } from '../scroller';
import { tips } from '../tip';
import { draw, drawing, type Fonts } from './draw';
import { summary } from './labels';
import { layout, type Layout } from './layout';
import { step } from './steps';
import { list } from './troubles';

const FAR = 0.55;
const FARTHER = 0.3;

/** What the pane tells. */
export interface Listener {
  readonly chooses: (worker: string) => void;
  readonly choosesEdge: (index: number) => void;
  readonly looks: (look: Look, zoom: number) => void;
  readonly focuses: (worker: string) => void;
}

/** The pane. */
export interface GraphView {
  readonly element: HTMLElement;
  readonly root: SVGSVGElement;
  readonly zoom: Scroller;
  show(picture: Picture): void;
}

/** A pane for a graph, with the look and the worker in focus that it had before. */
export function graphView(first: Look, worker: string | null, listener: Listener): GraphView {
  const on = drawing();
  const box = html('div', { class: 'scroll' }, html('div', { class: 'sheet' }, on.root));
  const troubles = html('details', { class: 'troubles', open: '' });
  const element = html('div', { class: 'pane' }, box, troubles);
  const zoom = scroller(box, on.root, first, (scale) => {
    on.root.classList.toggle('far', scale < FAR);
    on.root.classList.toggle('farther', scale < FARTHER);
    listener.looks(zoom.look(), scale);
  });
  let laidOut: { readonly structure: string; readonly places: Layout } | undefined;
  let focused = worker ?? '';
  onKeys(box, '.card', {
    focus: (id) => {
      focused = id;
      rove(on.cards.children, id, { isFocused: true });
    },
    step: (from, key) => step(laidOut?.places.columns ?? [], from, key),
    choose: (card) => {
      listener.chooses(card.getAttribute('data-key') ?? '');
    },
  });
  listen(box, on.cards, listener);
  tips(element);

  return {
    element,
    root: on.root,
    zoom,
    show: (picture) => {
      const fonts = fontsOf(box);
      laidOut = again(laidOut, picture, fonts);
      const { places } = laidOut;
      set(on.root, { 'aria-label': `Plan graph: ${summary(picture)}. Arrow keys go from worker to worker.` });
      draw(on, picture, places, fonts);
      list(troubles, picture.edges, listener.choosesEdge);
      zoom.resize(places.width, places.height);
      focused = picture.workers.some((node) => node.id === focused) ? focused : (picture.workers[0]?.id ?? '');
      rove(on.cards.children, focused, { isFocused: false });
    },
  };
}

/** The layout, the same where nothing changed that it depends on. */
function again(
  before: { readonly structure: string; readonly places: Layout } | undefined,
  picture: Picture,
  fonts: Fonts,
): { readonly structure: string; readonly places: Layout } {
  const edges = picture.edges.map(({ from, to, kind, files }) => [from, to, kind, files]);
  const structure = JSON.stringify([picture.waves, edges, fonts]);
  if (before?.structure === structure) {
    return before;
  }
  return { structure, places: layout(picture, (text) => widthOf(text, fonts.small)) };
}

function listen(box: HTMLElement, cards: Element, listener: Listener): void {
  box.addEventListener('click', (event) => {
    const index = thingAt(event, '[data-edge]')?.getAttribute('data-edge');
    if (index) {
      listener.choosesEdge(Number(index));
    }
  });
  // On the box, for browsers give the focus to whatever part of a drawing listens for it.
  const hovered = (event: Event): string | null => thingAt(event, '.card')?.getAttribute('data-key') ?? null;
  box.addEventListener('pointerover', (event) => {
    near(box, hovered(event) ?? focusedOf(cards));
  });
  box.addEventListener('focusin', (event) => {
    const worker = hovered(event);
    near(box, worker);
    if (worker !== null) {
      listener.focuses(worker);
    }
  });
  for (const end of ['pointerleave', 'focusout']) {
    box.addEventListener(end, () => {
      near(box, focusedOf(cards));
    });
  }
}

function focusedOf(cards: Element): string | null {
  return cards.querySelector('.card:focus')?.getAttribute('data-key') ?? null;
}

/** Show what has to do with a worker before everything else. */
function near(box: HTMLElement, worker: string | null): void {
  for (const line of box.querySelectorAll('[data-from]')) {
    const ends = [line.getAttribute('data-from'), line.getAttribute('data-to')];
    line.classList.toggle('near', worker !== null && ends.includes(worker));
  }
}

function fontsOf(box: HTMLElement): Fonts {
  const family = getComputedStyle(box).fontFamily || 'sans-serif';
  return { name: `12px ${family}`, id: `600 13px ${family}`, small: `11px ${family}` };
}
