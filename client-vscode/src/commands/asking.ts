// Has the server do what a command means, and says what goes wrong. Must not know which command it is.
import type { LogOutputChannel } from 'vscode';
import type { Server } from '../server/server';
import { tell, tellOfFailure } from '../server/telling';

/** What an action gives; undefined where it failed, which is said. */
export async function asking(
  { server, log }: { readonly server: Server; readonly log: LogOutputChannel },
  action: () => Promise<unknown>,
): Promise<unknown> {
  const hasFailed = (): boolean => server.state === 'failed';
  const hadFailed = hasFailed();
  try {
    return await action();
  } catch (error) {
    if (hadFailed) {
      return tellOfFailure(error, log);
    }
    // A server that fails to start for this says so by itself.
    return hasFailed() ? undefined : tell(error, log);
  }
}
