// A small box of text beside what the pointer is on or what has the focus. Must not know what it says.
import { html } from './dom';

const WAIT = 250;
const AWAY = 10;

/** Show what `data-tip` says of the things in a box. */
export function tips(box: HTMLElement): void {
  const tip = html('div', { class: 'tip', 'aria-hidden': 'true', hidden: '' });
  document.body.append(tip);
  let timer = 0;
  const hide = (): void => {
    clearTimeout(timer);
    tip.hidden = true;
  };
  const showSoon = (event: Event, wait: number): void => {
    hide();
    const thing = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
    if (thing) {
      timer = window.setTimeout(() => {
        tip.replaceChildren(...lines(thing.getAttribute('data-tip') ?? ''));
        tip.hidden = false;
        place(tip, thing.getBoundingClientRect());
      }, wait);
    }
  };
  box.addEventListener('pointerover', (event) => {
    showSoon(event, WAIT);
  });
  box.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) {
      showSoon(event, 0);
    }
  });
  for (const end of ['pointerleave', 'focusout', 'pointerdown', 'scroll']) {
    box.addEventListener(end, hide);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      hide();
    }
  });
}

function lines(text: string): HTMLElement[] {
  return text.split('\n').map((line) => html('p', {}, line));
}

function place(tip: HTMLElement, thing: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect();
  const below = thing.bottom + AWAY + height <= window.innerHeight;
  const left = Math.min(thing.left, window.innerWidth - width - AWAY);
  tip.style.left = `${Math.max(AWAY, left)}px`;
  tip.style.top = `${Math.max(AWAY, below ? thing.bottom + AWAY : thing.top - height - AWAY)}px`;
}
