// A drawing in a box that scrolls: zoom by wheel, keys and buttons, pan by dragging. Must not know what is drawn.
import { set } from './dom';
import type { Look } from './host';

const STEP = 1.25;
const LEAST = 0.08;
const MOST = 4;
const FITS_AT_MOST = 1.2;

/** A box with a drawing in it. */
export interface Scroller {
  /** Say how large the drawing is; it keeps its zoom, or fits again. */
  resize(width: number, height: number): void;
  zoomBy(steps: number): void;
  fit(): void;
  look(): Look;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Let a drawing be zoomed in its box; `changed` is told of every new look. */
export function scroller(
  box: HTMLElement,
  root: SVGSVGElement,
  first: Look,
  changed: (zoom: number) => void,
): Scroller {
  let size: Size = { width: 0, height: 0 };
  let zoom = first.zoom;
  let isRestored = false;

  const scale = (): number => zoom ?? fitting(box, size);
  const apply = (): void => {
    set(root, { width: Math.max(1, size.width * scale()), height: Math.max(1, size.height * scale()) });
    changed(scale());
  };
  const zoomBy = (steps: number, x = box.clientWidth / 2, y = box.clientHeight / 2): void => {
    const before = scale();
    const spot = spotAt(box, root, x, y);
    zoom = Math.min(MOST, Math.max(LEAST, before * STEP ** steps));
    apply();
    const now = spotAt(box, root, x, y);
    box.scrollBy(spot.x * (zoom / before) - now.x, spot.y * (zoom / before) - now.y);
  };
  new ResizeObserver(() => {
    if (zoom === null && box.clientWidth > 0) {
      apply();
    }
  }).observe(box);
  box.addEventListener('scroll', () => {
    changed(scale());
  });
  onWheel(box, zoomBy);
  onDrag(box);
  return {
    resize: (width, height) => {
      size = { width, height };
      apply();
      if (!isRestored) {
        isRestored = true;
        box.scrollTo(first.left, first.top);
      }
    },
    zoomBy,
    fit: () => {
      zoom = null;
      apply();
    },
    look: () => ({ zoom, left: Math.round(box.scrollLeft), top: Math.round(box.scrollTop) }),
  };
}

/** The zoom at which all is seen. */
function fitting(box: HTMLElement, { width, height }: Size): number {
  if (width === 0 || height === 0 || box.clientWidth === 0) {
    return 1;
  }
  return Math.max(LEAST, Math.min(box.clientWidth / width, box.clientHeight / height, FITS_AT_MOST) * 0.995);
}

/** How far a place of the box lies from the drawing's corner. */
function spotAt(box: HTMLElement, root: SVGSVGElement, x: number, y: number): { x: number; y: number } {
  const outer = box.getBoundingClientRect();
  const inner = root.getBoundingClientRect();
  return { x: outer.left + x - inner.left, y: outer.top + y - inner.top };
}

function onWheel(box: HTMLElement, zoom: (steps: number, x: number, y: number) => void): void {
  const turned = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const outer = box.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      zoom(Math.max(-2, Math.min(2, -lines / 100)), event.clientX - outer.left, event.clientY - outer.top);
    }
  };
  box.addEventListener('wheel', turned, { passive: false });
}

/** Dragging what is nobody's button moves the drawing. */
function onDrag(box: HTMLElement): void {
  box.addEventListener('pointerdown', (event) => {
    const isTaken = event.target instanceof Element && event.target.closest('[role=button], .pill') !== null;
    if (event.pointerType === 'touch' || event.button > 1 || (event.button === 0 && isTaken)) {
      return;
    }
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    box.classList.add('dragged');
  });
  box.addEventListener('pointermove', (event) => {
    if (box.hasPointerCapture(event.pointerId)) {
      box.scrollBy(-event.movementX, -event.movementY);
    }
  });
  box.addEventListener('lostpointercapture', () => {
    box.classList.remove('dragged');
  });
}
