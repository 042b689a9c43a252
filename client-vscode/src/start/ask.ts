// A row of questions, one box after the other, with a way back. Must not know what is asked.
import * as vscode from 'vscode';
import type { Question } from './drafts';

const BACK = Symbol('back');

/** The answers to all questions that follow from the answers before; undefined where the user gave up. */
export async function ask(
  title: string,
  questions: (answers: readonly string[]) => readonly Question[],
): Promise<readonly string[] | undefined> {
  const typed: string[] = [];
  let step = 0;
  for (;;) {
    const all = questions(typed.slice(0, step));
    const question = all[step];
    if (question === undefined) {
      return typed.slice(0, step);
    }
    const answer = await answered(box(title, question, step, typed[step]), question);
    if (answer === undefined) {
      return undefined;
    }
    if (answer === BACK) {
      step -= 1;
    } else {
      typed[step] = answer;
      step += 1;
    }
  }
}

function box(title: string, question: Question, step: number, value = ''): vscode.InputBox {
  const made = vscode.window.createInputBox();
  made.title = title;
  made.step = step + 1;
  made.prompt = question.prompt;
  made.placeholder = question.placeholder;
  made.value = value;
  made.ignoreFocusOut = true;
  made.buttons = step > 0 ? [vscode.QuickInputButtons.Back] : [];
  return made;
}

async function answered(input: vscode.InputBox, { fault }: Question): Promise<string | typeof BACK | undefined> {
  const answer = new Promise<string | typeof BACK | undefined>((resolve) => {
    const check = (): string | undefined => {
      input.validationMessage = fault(input.value) ?? '';
      return input.validationMessage === '' ? input.value : undefined;
    };
    input.onDidChangeValue(check);
    input.onDidAccept(() => {
      const value = check();
      if (value !== undefined) {
        resolve(value);
      }
    });
    input.onDidTriggerButton(() => {
      resolve(BACK);
    });
    input.onDidHide(() => {
      resolve(undefined);
    });
  });
  input.show();
  return answer.finally(() => {
    input.dispose();
  });
}
