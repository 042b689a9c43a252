// Things in a box that are chosen by click or Enter, and gone through by arrow keys. Must not know what they are.

/** What is done. `step`: where a key leads from a thing. */
export interface Moves {
  readonly focus: (key: string) => void;
  readonly step: (from: string, key: string) => string;
  readonly choose: (thing: Element) => void;
}

/** Let the things that fit a selector, each with a `data-key`, be chosen and gone through. */
export function onKeys(box: HTMLElement, selector: string, moves: Moves): void {
  box.addEventListener('click', (event) => {
    const thing = thingAt(event, selector);
    if (thing) {
      moves.focus(keyOf(thing));
      moves.choose(thing);
    }
  });
  box.addEventListener('keydown', (event) => {
    const thing = thingAt(event, selector);
    if (thing === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      moves.choose(thing);
    } else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
      moves.focus(moves.step(keyOf(thing), event.key));
    } else {
      return;
    }
    event.preventDefault();
  });
}

/** Make one of some things the one that Tab leads to; give it the focus, and have it seen, where that is wanted. */
export function rove(things: Iterable<Element>, key: string, how: { readonly isFocused: boolean }): void {
  for (const thing of things) {
    const isIt = keyOf(thing) === key;
    thing.setAttribute('tabindex', isIt ? '0' : '-1');
    if (isIt && how.isFocused && thing instanceof SVGElement) {
      thing.focus({ preventScroll: true });
      thing.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }
}

/** The thing that an event is about. */
export function thingAt(event: Event, selector: string): Element | null {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

function keyOf(thing: Element): string {
  return thing.getAttribute('data-key') ?? '';
}
