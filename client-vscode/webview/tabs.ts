// A row of tabs, by mouse and by keys. Must not know what they open.
import { html, set } from './dom';

/** The row. */
export interface Tabs<Id extends string> {
  readonly element: HTMLElement;
  select(id: Id): void;
}

/** Tabs with these names, for the panel with this id. */
export function tabs<Id extends string>(
  names: readonly (readonly [Id, string])[],
  panel: string,
  opens: (id: Id) => void,
): Tabs<Id> {
  const buttons = names.map(([id, name]) =>
    html('button', { role: 'tab', id: `tab-${id}`, 'aria-controls': panel, 'data-tab': id }, name),
  );
  const element = html('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Views of the plan' }, ...buttons);
  const open = (index: number): void => {
    const name = names.at(index);
    if (name) {
      opens(name[0]);
      buttons.at(index)?.focus();
    }
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => {
      open(index);
    });
  });
  element.addEventListener('keydown', (event) => {
    const current = buttons.findIndex((button) => button === document.activeElement);
    const moves: Partial<Record<string, number>> = {
      ArrowLeft: current - 1,
      ArrowRight: current + 1,
      Home: 0,
      End: -1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      open(next % names.length);
    }
  });
  return {
    element,
    select: (id) => {
      for (const button of buttons) {
        const isIt = button.dataset.tab === id;
        set(button, { 'aria-selected': String(isIt), tabindex: isIt ? 0 : -1 });
      }
    },
  };
}
