// Text of plans and repositories as it may be shown: nothing in it that hides, turns or acts.
const ACTING = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const KEPT = new Set(['\t', '\u200d']);

/** The text with every control, bidirectional or invisible character written out as `<U+XXXX>`. */
export function visible(text: string): string {
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return KEPT.has(character) ? character : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
