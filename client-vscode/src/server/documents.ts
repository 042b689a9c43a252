// Which documents the server is asked about. Must not know what is in them.

/** Documents that may be plans. Untitled ones are checked while they are written. */
export const PLANS = [
  { language: 'markdown', scheme: 'file' },
  { language: 'markdown', scheme: 'untitled' },
];
