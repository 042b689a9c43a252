// How often a server may crash before a person is asked. Must not know servers.
const SPAN = 3 * 60_000;
const CRASHES = 3;

/** A function that says of each crash, at `now` milliseconds, whether it is worth another start. */
export function createPatience(): (now: number) => boolean {
  let crashes: number[] = [];
  return (now) => {
    crashes = [...crashes.filter((crash) => now - crash < SPAN), now];
    return crashes.length <= CRASHES;
  };
}
