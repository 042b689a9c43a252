// Lines between places, as SVG path data. Must not know what the places are.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A smooth line through points from left to right, level at each of them. */
export function flowing(points: readonly Point[]): string {
  const [start, ...others] = points;
  if (start === undefined) {
    return '';
  }
  let from = start;
  const parts = [`M${at(start)}`];
  for (const to of others) {
    const middle = (from.x + to.x) / 2;
    parts.push(
      from.y === to.y ? `L${at(to)}` : `C${at({ x: middle, y: from.y })} ${at({ x: middle, y: to.y })} ${at(to)}`,
    );
    from = to;
  }
  return parts.join('');
}

/** A line that leaves to the right, goes up or down `reach` away, and comes back; and the middle of it. */
export function around(from: Point, to: Point, reach: number): { readonly path: string; readonly middle: Point } {
  const x = Math.max(from.x, to.x) + reach;
  const down = Math.sign(to.y - from.y);
  const bend = Math.min(10, Math.abs(to.y - from.y) / 2);
  const path = [
    `M${at(from)}L${at({ x: x - bend, y: from.y })}`,
    `Q${at({ x, y: from.y })} ${at({ x, y: from.y + down * bend })}`,
    `L${at({ x, y: to.y - down * bend })}`,
    `Q${at({ x, y: to.y })} ${at({ x: x - bend, y: to.y })}L${at(to)}`,
  ];
  return { path: path.join(''), middle: { x, y: (from.y + to.y) / 2 } };
}

function at({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
