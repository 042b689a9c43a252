// Whether a value has a shape: for what comes from the other side of a webview. Must not know what shapes are for.

/** Tells whether a value is what it should be. */
export type Check = (value: unknown) => boolean;

export const text: Check = (value) => typeof value === 'string';
export const yesOrNo: Check = (value) => typeof value === 'boolean';
export const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

/** One of these words. */
export function oneOf(...words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

/** Null, or what passes. */
export function maybe(check: Check): Check {
  return (value) => value === null || check(value);
}

/** An array of what passes. */
export function list(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object whose fields pass; it may have others. */
export function shape(fields: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(fields);
  return (value) =>
    typeof value === 'object' &&
    value !== null &&
    checks.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}
