// What the new-plan wizard asks, and what a person's answers mean. Must not know VS Code or the plan's form.

/** A worker as far as it is known before its plan is written. */
export interface Draft {
  readonly name: string;
  readonly files: readonly string[];
}

/** What the server makes a new plan of. */
export interface NewPlan {
  readonly title: string;
  readonly workers: readonly Draft[];
}

/** One step of the wizard. `fault` says what is wrong with an answer, undefined where nothing is. */
export interface Question {
  readonly prompt: string;
  readonly placeholder: string;
  readonly fault: (answer: string) => string | undefined;
}

const MOST_WORKERS = 64;
const ENDS_A_CELL = /[|`\p{Cc}\u2028\u2029]/u;

const NAME: Question = {
  prompt: 'What is the plan called?',
  placeholder: 'Search and export',
  fault: (answer) => (answer.trim() === '' ? 'A plan needs a name.' : misfit(answer)),
};
const WORKERS: Question = {
  prompt: 'Which workers? Their names, separated by commas, or how many.',
  placeholder: 'Parser, Search, Help',
  fault: (answer) => {
    const count = workersIn(answer).length;
    return count < 1 || count > MOST_WORKERS ? `From 1 to ${MOST_WORKERS} workers.` : misfit(answer);
  },
};

/** All questions, as far as they are known after these answers. */
export function questions(answers: readonly string[]): readonly Question[] {
  const workers = answers[1] === undefined ? [] : workersIn(answers[1]);
  return [NAME, WORKERS, ...workers.map(filesOf)];
}

/** What the answers to all questions say. */
export function newPlan(answers: readonly string[]): NewPlan {
  const [title = '', workers = '', ...files] = answers;
  const drafts = workersIn(workers).map((name, place) => ({ name, files: parts(files[place] ?? '') }));
  return { title: title.trim(), workers: drafts };
}

/** A file name for a plan with this title. */
export function fileName(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[a-z0-9]+/g);
  return `${words?.join('-').slice(0, 60) ?? 'plan'}.md`;
}

function filesOf(name: string, place: number): Question {
  return {
    prompt: `Which files does W${place + 1}${name === '' ? '' : ` (${name})`} own? Leave empty to fill them in later.`,
    placeholder: 'src/parser.py, tests/parser/',
    fault: misfit,
  };
}

/** The workers' names; as many empty ones as are asked for by a number. */
function workersIn(answer: string): readonly string[] {
  const count = /^\s*(\d{1,4})\s*$/.exec(answer)?.[1];
  return count === undefined ? parts(answer) : Array.from({ length: Number(count) }, () => '');
}

function parts(answer: string): readonly string[] {
  return answer
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function misfit(answer: string): string | undefined {
  return ENDS_A_CELL.test(answer) ? 'No line breaks, | or backticks: they would break the plan’s tables.' : undefined;
}
