// Which column each worker stands in: waves from left to right, a wave of many workers as several columns.
// Must not know sizes.

/** The columns of one wave, first and last. */
export interface Band {
  readonly label: string;
  readonly first: number;
  readonly last: number;
}

/** Where everybody stands. `columns`: workers from top to bottom. */
export interface Columns {
  readonly columns: readonly (readonly string[])[];
  readonly bands: readonly Band[];
}

const FEWEST_ROWS = 8;

/** The columns for waves of workers. */
export function columnsOf(waves: readonly { readonly label: string; readonly workers: readonly string[] }[]): Columns {
  const total = waves.reduce((sum, wave) => sum + wave.workers.length, 0);
  const most = Math.max(FEWEST_ROWS, Math.ceil(Math.sqrt(2 * total)));
  const columns: string[][] = [];
  const bands = waves.map(({ label, workers }) => {
    const first = columns.length;
    columns.push(...split(workers, Math.max(1, Math.ceil(workers.length / most))));
    return { label, first, last: columns.length - 1 };
  });
  return { columns, bands };
}

/** A row in so many parts, as equal as can be. */
function split(workers: readonly string[], parts: number): string[][] {
  const size = Math.ceil(workers.length / parts);
  return Array.from({ length: parts }, (_, index) => workers.slice(index * size, (index + 1) * size));
}
