// Where the extension begins. Must not load anything before VS Code goes on: all extensions share one thread.
import type { ExtensionContext } from 'vscode';

/** Called by VS Code when Markdown is opened, a command is called or a view is shown. */
export async function activate(extension: ExtensionContext): Promise<void> {
  await new Promise((goOn) => setImmediate(goOn));
  const { begin } = await import('./parts');
  begin(extension);
}
