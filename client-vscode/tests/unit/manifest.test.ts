import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly submenu?: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly submenus: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
}

interface Setting {
  readonly scope: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** Commands that neither run anything nor read git. */
const HARMLESS = new Set([
  'restart', 'showLog', 'newPlan', 'graph', 'graphToSide', 'exportGraph', 'sample', 'openSample', 'refresh',
  'walkthrough', 'revealInPlan',
]);
const { activationEvents, capabilities, contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const ids = contributes.commands.map(({ command }) => command);
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .join('\n');

test('every command of the server has its twin in the palette', () => {
  const files = readdirSync('../server/planloom/lsp/commands').filter((file) => /^[a-z]\w*\.py$/.test(file));
  const upper = (_: string, letter: string): string => letter.toUpperCase();
  const camel = (file: string): string => file.slice(0, -3).replace(/_([a-z])/g, upper);
  assert.deepEqual(files.map((file) => `planloom.ui.${camel(file)}`).filter((id) => !ids.includes(id)), []);
});

test('no command has an id of the server, and each is said to be of Planloom', () => {
  assert.deepEqual(ids.filter((id) => !id.startsWith('planloom.ui.')), []);
  assert.deepEqual(contributes.commands.filter(({ category }) => category !== 'Planloom'), []);
  assert.equal(new Set(ids).size, ids.length);
});

test('every command is carried out by somebody', () => {
  const isNamed = (id: string): boolean => new RegExp(`\\b${id.slice('planloom.ui.'.length)}\\b`).test(sources);
  assert.deepEqual(ids.filter((id) => !isNamed(id)), []);
});

test('menus and keys name commands that exist', () => {
  const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
  const submenus = new Set(contributes.submenus.map(({ id }) => id));
  const opened = Object.values(contributes.menus).flat().flatMap(({ submenu }) => submenu ?? []);
  assert.deepEqual(named.filter((id) => id?.startsWith('planloom.') && !ids.includes(id)), []);
  assert.deepEqual(opened.filter((id) => !submenus.has(id)), []);
});

test('what runs something or reads git waits for trust', () => {
  const isHarmless = (id: string): boolean => HARMLESS.has(id.slice('planloom.ui.'.length));
  const open = contributes.commands.filter(({ enablement }) => !enablement?.includes('isWorkspaceTrusted'));
  assert.deepEqual(open.map(({ command }) => command).filter((id) => !isHarmless(id)), []);
});

test('what is executed is set for the machine, and never by a workspace', () => {
  const { restrictedConfigurations: restricted } = capabilities.untrustedWorkspaces;
  const settings = Object.entries(contributes.configuration.properties);
  const executed = settings.filter(([id]) => /interpreter|path|command|args/i.test(id.slice('planloom.'.length)));
  assert.deepEqual(executed.filter(([id, { scope }]) => scope !== 'machine' || !restricted.includes(id)), []);
  assert.deepEqual(restricted.filter((id) => !(id in contributes.configuration.properties)), []);
});

test('every setting says what it does', () => {
  const settings = Object.values(contributes.configuration.properties);
  assert.ok(settings.every(({ description, markdownDescription }) => description ?? markdownDescription));
});

test('nothing of it is loaded in a window without Markdown or a graph', () => {
  const ours = /^(onLanguage:markdown|workspaceContains:.*\.md|onWebviewPanel:planloom\.graph)$/;
  assert.deepEqual(activationEvents.filter((event) => !ours.test(event)), []);
});
