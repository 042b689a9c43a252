// Which Python runs Planloom: tries candidates in order. Must not know VS Code, nor where candidates come from.

/** A Python that may do: a program with its first arguments, and who named it. */
export interface Candidate {
  readonly command: string;
  readonly args: readonly string[];
  readonly source: string;
}

/** A Python that does: its own path and version. */
export interface Interpreter {
  readonly path: string;
  readonly version: string;
  readonly source: string;
}

/** What a candidate prints when it is run with `PROBE`; rejects where it cannot be run. */
export type Run = (command: string, args: readonly string[]) => Promise<string>;

/** The oldest Python that will do. */
export const OLDEST = [3, 11] as const;

/** What asks a Python for its path and version; understood by every version. */
export const PROBE = ['-I', '-S', '-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)'];

/** A Python could not be had; the message is one line for the user. */
export class NoInterpreter extends Error {}

/** What is known of Pythons on a path, as VS Code's own platform names it. */
export function onPath(platform: NodeJS.Platform): Candidate[] {
  const source = 'PATH';
  const python = ['python3', 'python'].map((command) => ({ command, args: [], source }));
  return platform === 'win32' ? [{ command: 'py', args: ['-3'], source }, ...python] : python;
}

/** The first candidate that is new enough. Rejects with NoInterpreter, which says what is wrong with each. */
export async function find(
  candidates: AsyncIterable<Candidate> | Iterable<Candidate>,
  run: Run,
  log: (line: string) => void,
): Promise<Interpreter> {
  const faults: string[] = [];
  for await (const candidate of candidates) {
    const name = [candidate.command, ...candidate.args].join(' ');
    try {
      const found = read(await run(candidate.command, [...candidate.args, ...PROBE]), candidate.source);
      log(`Python from ${candidate.source}: ${name} is ${found.version} at ${found.path}`);
      if (isNewEnough(found.version)) {
        return found;
      }
      faults.push(`${name} (${candidate.source}) is ${found.version}`);
    } catch (error) {
      log(`Python from ${candidate.source}: ${name} cannot be run: ${String(error)}`);
      faults.push(`${name} (${candidate.source}) cannot be run`);
    }
  }
  throw new NoInterpreter(`Python ${OLDEST.join('.')} or newer is needed: ${faults.join(', ')}.`);
}

/** Whether a version will do. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function read(printed: string, source: string): Interpreter {
  const [version = '', path = ''] = printed.trim().split(/\r?\n/);
  if (!/^\d+\.\d+\.\d+$/.test(version) || path === '') {
    throw new Error(`it printed ${JSON.stringify(printed.slice(0, 80))}`);
  }
  return { path, version, source };
}
