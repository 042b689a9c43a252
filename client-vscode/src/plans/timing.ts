// Work that is asked for more often than it has to be done.

/** Calls that come while one is under way get what one more call gives. */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = async (): Promise<void> => {
    current = work().finally(() => {
      current = undefined;
    });
    await current;
  };
  const after = async (earlier: Promise<void>): Promise<void> => {
    await earlier.catch(() => undefined);
    next = undefined;
    await begin();
  };
  return async () => {
    await (current === undefined ? begin() : (next ??= after(current)));
  };
}

/** Calls in quick succession lead to one, `pause` milliseconds after the first. */
export function gathered(pause: number, work: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, pause);
  };
}
