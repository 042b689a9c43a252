// One window of the editor, driven as a person drives it: keys, clicks, and what is to be read on the screen.
// Knows the workbench's parts; must not know Planloom.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

// The machine may be busy; what does not come within this time does not come.
const PATIENCE = 60_000;
const LIST_PATIENCE = 4_000;
const ATTEMPTS = 8;

/** A window on a page of the browser. Its methods wait until what they name is there. */
export class Window {
  #page;
  #pictures;
  #count = 0;

  constructor(page, pictures) {
    this.#page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(PATIENCE);
    mkdirSync(pictures, { recursive: true });
  }

  /** The page itself, for what only one scenario does. */
  get page() {
    return this.#page;
  }

  /** Open the address, and wait for the workbench. */
  async open(address) {
    await this.#page.goto(address, { waitUntil: 'domcontentloaded' });
    await this.#ready();
  }

  /** Load the window anew, as after a crash of the browser. */
  async reload() {
    await this.#page.reload({ waitUntil: 'domcontentloaded' });
    await this.#ready();
  }

  /** Keep what is on the screen, numbered in the order of the steps. */
  async picture(name) {
    const number = String((this.#count += 1)).padStart(2, '0');
    await this.shoot(join(this.#pictures, `${number}-${name}.png`));
  }

  /** Keep what is on the screen in a file. */
  async shoot(path) {
    await this.#page.screenshot({ path, animations: 'disabled' });
  }

  /** Press a key, or several together: `Control+S`. */
  async press(keys) {
    await this.#page.keyboard.press(keys);
  }

  /** Type text where the cursor is. */
  async type(text) {
    await this.#page.keyboard.type(text);
  }

  /** Find commands in the palette; the rows that it shows. */
  async find(text) {
    await this.press('F1');
    // Not typed: at its start, a window takes the focus away when it opens a file, and closes the palette.
    await this.#page.locator('.quick-input-widget input').fill(`>${text}`, { timeout: LIST_PATIENCE });
    return this.choices();
  }

  /** The rows of the list that is open on top of the window. */
  choices(text) {
    return this.#page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }

  /** Run a command by its title in the palette, which knows an extension's commands only after a while. */
  async run(title) {
    const row = this.choices(title).first();
    await this.#listed(() => this.find(title), row);
    await row.click();
  }

  /** Answer what an input on top of the window asks for. */
  async answer(text) {
    const input = this.#page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(text);
    await this.press('Enter');
  }

  /** Name a file or folder in the dialog for it, which takes it only when it has looked at what is there. */
  async place(path) {
    const dialog = this.#page.locator('.quick-input-widget');
    await dialog.locator('input').fill(path);
    for (let attempt = 1; attempt <= ATTEMPTS && (await dialog.isVisible()); attempt += 1) {
      await this.press('Enter');
      await dialog.waitFor({ state: 'hidden', timeout: LIST_PATIENCE }).catch(() => undefined);
    }
  }

  /** Wait until an input asks for something in these words, and answer it. */
  async ask(question, text) {
    await this.#page.locator('.quick-input-widget', { hasText: question }).waitFor();
    await this.answer(text);
  }

  /** Put the cursor at a line and column, counted from 1. */
  async goTo(line, column = 1) {
    await this.press('Control+G');
    await this.answer(`:${line}:${column}`);
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Save a changed document, and wait until its tab says so. */
  async save() {
    await this.#page.locator('.tab.active.dirty').waitFor();
    await this.press('Control+S');
    await this.#page.locator('.tab.active:not(.dirty)').waitFor();
  }

  /** Lines of the open document with this text. */
  line(text) {
    return this.#page.locator('.view-line', { hasText: text });
  }

  /** Underlined places: of errors, warnings, or what else the editor calls it. */
  squiggles(kind) {
    return this.#page.locator(`.squiggly-${kind}`);
  }

  /** Rows of the Problems panel, which is opened if it is not there. */
  async problems(text) {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.press('Control+Shift+M');
    await panel.waitFor();
    return panel.locator('.monaco-list-row', { hasText: text });
  }

  /** Code lenses with this text. */
  lens(text) {
    return this.#page.locator('.codelens-decoration a', { hasText: text });
  }

  /** Go to the place that a row of the Problems panel is about. */
  async jump(row) {
    await row.dblclick();
    await this.#page.locator('.monaco-editor.focused').waitFor();
  }

  /** Choose a quick fix at the cursor. */
  async quickFix(title) {
    const row = await this.quickFixes(title);
    await row.click();
  }

  /** Open the menu of quick fixes at the cursor, which closes when something takes the focus; the row of one. */
  async quickFixes(title) {
    const row = this.#page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await this.#listed(() => this.press('Control+.'), row);
    return row;
  }

  /** Notifications with this text. */
  toast(text) {
    return this.#page.locator('.notification-toast', { hasText: text });
  }

  /** Modal questions with this text. */
  dialog(text) {
    return this.#page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** The status bar at the foot of the window. */
  statusBar(text) {
    return this.#page.locator('.statusbar-item', { hasText: text });
  }

  /** Editor tabs with this text. */
  tab(text) {
    return this.#page.locator('.tabs-container .tab', { hasText: text });
  }

  /** Show a view container by its icon at the side of the window. */
  async sideBar(name) {
    await this.#page.locator('.activitybar').getByRole('tab', { name }).click();
  }

  /** Rows of a tree in a side bar. */
  row(text) {
    return this.#page.locator('.pane-body .monaco-list-row', { hasText: text });
  }

  /** Choose an entry of the menu of a row. */
  async menu(row, title) {
    await row.click({ button: 'right' });
    await this.#page.locator('.monaco-menu').getByRole('menuitem', { name: title }).click();
  }

  /** The window that an action opens beside this one. */
  async opened(action) {
    const [page] = await Promise.all([this.#page.context().waitForEvent('page', { timeout: PATIENCE }), action()]);
    const other = new Window(page, join(this.#pictures, 'opened'));
    await other.#ready();
    return other;
  }

  /** What is written in the terminal that is shown. */
  terminal() {
    return this.#page.locator('.terminal-wrapper.active .xterm-rows');
  }

  /** What is inside of the last webview that was opened. */
  webview() {
    return this.#page.frameLocator('iframe.webview').last().frameLocator('iframe#active-frame');
  }

  /** Open a list until a row is in it. */
  async #listed(open, row) {
    for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
      const found = open().then(() => row.waitFor({ timeout: LIST_PATIENCE }));
      const isThere = found.then(() => true);
      if (await isThere.catch(() => false)) return;
      await this.press('Escape');
    }
    await open();
    await row.waitFor();
  }

  async #ready() {
    await this.#page.locator('.monaco-workbench .statusbar').waitFor();
  }
}
