// The ways in: a new plan, the sample, and the guide through it. Must not know how they are done.
import * as vscode from 'vscode';
import type { Context } from '../context';
import { tell } from '../server/telling';
import * as mended from './mended';
import { openSample, showSample } from './sample';
import { createPlan } from './wizard';

/** Offer the commands, and go on where the window was opened for the sample. */
export function register(context: Context): void {
  const offer = (name: string, action: (context: Context) => Promise<void>): void => {
    const guarded = (): Promise<void> => action(context).catch((error: unknown) => tell(error, context.log));
    context.extension.subscriptions.push(vscode.commands.registerCommand(`planloom.ui.${name}`, guarded));
  };
  offer('newPlan', createPlan);
  offer('openSample', openSample);
  mended.register(context);
  showSample(context).catch((error: unknown) => {
    context.log.error(String(error));
  });
}
