// What somebody chose in the page, as a place of the plan. Pure: nothing that the page did not get from here counts.
import type { Picture, Range } from './documents';
import type { FromPage } from './messages';

/** Where the chosen worker is defined, or where the plan says what the chosen edge shows; undefined for neither. */
export function placeOf(message: FromPage, picture: Picture | null, revision: number): Range | undefined {
  if (message.type === 'worker') {
    return picture?.workers.find((worker) => worker.id === message.id)?.range;
  }
  if (message.type !== 'edge' || message.revision !== revision) {
    return undefined;
  }
  const edge = picture?.edges[message.index];
  return edge?.range ?? picture?.workers.find((worker) => worker.id === edge?.from)?.range;
}

/** What is written for an exported picture; undefined for what is none. */
export function contentOf(format: 'svg' | 'png', data: string): Uint8Array | undefined {
  if (format === 'svg') {
    return data.startsWith('<svg ') ? Buffer.from(data, 'utf8') : undefined;
  }
  const bytes = Buffer.from(data, 'base64');
  return bytes.subarray(1, 4).toString('latin1') === 'PNG' ? bytes : undefined;
}
