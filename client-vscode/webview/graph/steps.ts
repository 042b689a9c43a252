// Where an arrow key leads from a worker of the graph. Pure.

/** The worker to go to; the same where there is none in that direction. */
export function step(columns: readonly (readonly string[])[], from: string, key: string): string {
  const column = columns.findIndex((ids) => ids.includes(from));
  const ids = columns[column] ?? [];
  const row = ids.indexOf(from);
  switch (key) {
    case 'ArrowUp':
      return ids[row - 1] ?? from;
    case 'ArrowDown':
      return ids[row + 1] ?? from;
    case 'ArrowLeft':
      return beside(columns[column - 1], row, ids.length) ?? from;
    case 'ArrowRight':
      return beside(columns[column + 1], row, ids.length) ?? from;
    case 'Home':
      return columns[0]?.[0] ?? from;
    case 'End':
      return columns.at(-1)?.at(-1) ?? from;
    default:
      return from;
  }
}

/** Who stands about as high in another column. */
function beside(ids: readonly string[] | undefined, row: number, rows: number): string | undefined {
  return ids?.[Math.round(((row + 0.5) / rows) * ids.length - 0.5)];
}
