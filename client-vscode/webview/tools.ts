// The page's buttons: zoom, pin, export. Must not know what they act on.
import { html, set } from './dom';

/** What the buttons do. */
export interface Listener {
  readonly zooms: (steps: number) => void;
  readonly fits: () => void;
  readonly pins: (pinned: boolean) => void;
  readonly exports: () => void;
}

/** The buttons. */
export interface Tools {
  readonly element: HTMLElement;
  readonly zoomed: (zoom: number) => void;
  readonly pinned: (isPinned: boolean) => void;
  /** Offer what is for pictures only, or not. */
  readonly offer: (forPictures: boolean) => void;
}

/** The buttons, in a row. */
export function tools(listener: Listener): Tools {
  const percent = html('output', { class: 'percent', 'aria-label': 'Zoom' });
  const zoom = (steps: number) => (): void => {
    listener.zooms(steps);
  };
  const zooming = html(
    'span',
    { class: 'zooming' },
    button('−', 'Zoom out', zoom(-1)),
    percent,
    button('+', 'Zoom in', zoom(1)),
    button('Fit', 'Fit to the window', listener.fits),
  );
  const pin = button('Pin', 'Stay with this plan, whatever editor is active', () => {
    listener.pins(pin.getAttribute('aria-pressed') !== 'true');
  });
  const share = button('Export', 'Export as SVG or PNG', listener.exports);
  return {
    element: html('div', { class: 'tools' }, zooming, pin, share),
    zoomed: (scale) => {
      percent.textContent = `${Math.round(scale * 100)}%`;
    },
    pinned: (isPinned) => {
      set(pin, { 'aria-pressed': String(isPinned) });
    },
    offer: (forPictures) => {
      zooming.hidden = !forPictures;
      share.hidden = !forPictures;
    },
  };
}

function button(text: string, title: string, does: () => void): HTMLButtonElement {
  const made = html('button', { class: 'tool', title, 'aria-label': title }, text);
  made.addEventListener('click', does);
  return made;
}
