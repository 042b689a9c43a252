// Makes and keeps elements. Text only ever becomes text; must not know what elements are for.

const SVG = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of HTML with attributes and children; strings become text. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** An element of SVG with attributes and children; strings become text. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Give an element attributes; those that are undefined are taken away. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) {
      element.setAttribute(name, String(value));
    }
  }
}

/** What stands for one thing in a parent: its key, what it shows as a string, and how it is drawn. */
export interface Item {
  readonly key: string;
  readonly content: string;
  readonly draw: (element: Element) => void;
}

const shown = new WeakMap<Element, string>();

/** Make a parent's children those of the items, in order. Elements stay, and focus with them. */
export function keep(parent: Element, items: readonly Item[], make: () => Element): void {
  const old = new Map([...parent.children].map((child) => [child.getAttribute('data-key') ?? '', child]));
  let before: Element | null = null;
  for (const { key, content, draw } of items) {
    const element = old.get(key) ?? make();
    old.delete(key);
    set(element, { 'data-key': key });
    if (shown.get(element) !== content) {
      draw(element);
      shown.set(element, content);
    }
    const place: Element | null = before === null ? parent.firstElementChild : before.nextElementSibling;
    if (place !== element) {
      parent.insertBefore(element, place);
    }
    before = element;
  }
  old.forEach((gone) => {
    gone.remove();
  });
}

let pencil: CanvasRenderingContext2D | null = null;

/** How wide a text is in a font, in pixels. */
export function widthOf(text: string, font: string): number {
  pencil ??= document.createElement('canvas').getContext('2d');
  if (pencil === null) {
    return text.length * 7;
  }
  pencil.font = font;
  return pencil.measureText(text).width;
}

/** A text cut at its end so that it is no wider than this. */
export function fitting(text: string, width: number, font: string): string {
  if (widthOf(text, font) <= width) {
    return text;
  }
  const characters = Array.from(text);
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const half = (fits + tooLong) >> 1;
    if (widthOf(`${characters.slice(0, half).join('')}…`, font) <= width) {
      fits = half;
    } else {
      tooLong = half;
    }
  }
  return `${characters.slice(0, fits).join('').trimEnd()}…`;
}
