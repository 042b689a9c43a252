// Makes files of drawings: SVG that stands alone, its colours as they are on the screen, and PNG of the same.
import { svg } from './dom';

// What is drawn, and what holds where nothing is said.
const RESOLVED: Readonly<Record<string, string>> = {
  fill: '',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-opacity': '1',
  opacity: '1',
};
const OF_TEXT: Readonly<Record<string, string>> = {
  'font-family': '',
  'font-size': '',
  'font-weight': '400',
  'letter-spacing': 'normal',
  'text-anchor': 'start',
};
const DROPPED = [
  'class',
  'tabindex',
  'role',
  'aria-label',
  'aria-hidden',
  'data-key',
  'data-tip',
  'data-from',
  'data-to',
];
const MARGIN = 16;
const TITLE = 34;
const LARGEST = 8192;

/** A drawing and where its corner lies in the file. */
export interface Piece {
  readonly root: SVGSVGElement;
  readonly x: number;
  readonly y: number;
}

/** The drawings as one SVG document with a title. */
export function toSvg(title: string, pieces: readonly Piece[]): string {
  const ground = getComputedStyle(document.body);
  const sizes = pieces.map(({ root, x, y }) => ({
    right: x + root.viewBox.baseVal.width,
    bottom: y + root.viewBox.baseVal.height,
  }));
  const width = Math.ceil(Math.max(240, ...sizes.map(({ right }) => right)) + 2 * MARGIN);
  const height = Math.ceil(Math.max(0, ...sizes.map(({ bottom }) => bottom)) + 2 * MARGIN + TITLE);
  const paper = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` });
  const heading = svg(
    'text',
    { x: MARGIN, y: MARGIN + 16, fill: ground.color, 'font-family': ground.fontFamily },
    title,
  );
  heading.setAttribute('font-size', '16px');
  heading.setAttribute('font-weight', '600');
  paper.append(svg('title', {}, title), svg('rect', { width, height, fill: ground.backgroundColor }), heading);
  for (const { root, x, y } of pieces) {
    const { x: left, y: top } = root.viewBox.baseVal;
    const group = svg('g', { transform: `translate(${MARGIN + x - left},${MARGIN + TITLE + y - top})` });
    group.append(...[...root.children].map(resolved).filter((child) => child !== undefined));
    paper.append(group);
  }
  return new XMLSerializer().serializeToString(paper);
}

/** The same as PNG, twice as sharp where that is not too large; base64. Rejects where the browser cannot draw it. */
export async function toPng(document_: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(document_)}`;
  await image.decode();
  const scale = Math.min(2, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const pencil = canvas.getContext('2d');
  if (pencil === null) {
    throw new Error('nothing can be drawn here');
  }
  pencil.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** A copy that looks the same without a style sheet; undefined for what is not seen. */
function resolved(element: Element): Element | undefined {
  const style = getComputedStyle(element);
  const isHidden = style.display === 'none' && element.closest('defs') === null;
  if (isHidden || style.visibility === 'hidden') {
    return undefined;
  }
  const copy = element.cloneNode(false) as Element;
  for (const name of DROPPED) {
    copy.removeAttribute(name);
  }
  const names = element.localName === 'text' ? { ...RESOLVED, ...OF_TEXT } : element.localName === 'g' ? {} : RESOLVED;
  for (const [name, usual] of Object.entries(names)) {
    const value = plain(style.getPropertyValue(name));
    if (value !== usual) {
      copy.setAttribute(name, value);
    }
  }
  for (const child of element.childNodes) {
    const made = child instanceof Element ? resolved(child) : child.cloneNode();
    if (made) {
      copy.append(made);
    }
  }
  return copy;
}

/** A value as every reader of SVG understands it: no newer way to write colours, no quotes around references. */
function plain(value: string): string {
  const mixed = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value);
  if (mixed) {
    return `rgb(${mixed
      .slice(1)
      .map((part) => Math.round(255 * Number(part)))
      .join(', ')})`;
  }
  return value.replace(/^url\("(#.*)"\)$/, 'url($1)');
}
