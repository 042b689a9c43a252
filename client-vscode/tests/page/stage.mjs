// The page of plan graph and timeline alone in a browser, with a host that is made up. Knows what VS Code gives a page;
// must not know what the page shows.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium as browserOf } from 'playwright-core';
import { chromium } from '../e2e/editor/places.mjs';

const FILES = { '/webview.js': 'text/javascript', '/webview.css': 'text/css' };
// As src/graph/page.ts has it.
const POLICY = "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'";
const HOST = `
window.told = [];
let state = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.told.push(message),
  getState: () => state,
  setState: (next) => sessionStorage.setItem('state', JSON.stringify((state = next))),
});
window.faults = [];
document.addEventListener('securitypolicyviolation', (event) => window.faults.push(event.violatedDirective));
`;
const PAGE = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="stylesheet" href="/webview.css"></head>
<body class="vscode-dark"><script src="/host.js"></script><script src="/webview.js"></script></body></html>`;

/** A browser, and where it finds the page. */
export async function begin() {
  const server = createServer((request, response) => {
    const type = FILES[request.url];
    response.setHeader('content-type', type ?? (request.url === '/host.js' ? 'text/javascript' : 'text/html'));
    const file = type && readFileSync(new URL(`../../dist${request.url}`, import.meta.url));
    response.end(file ?? (request.url === '/host.js' ? HOST : PAGE));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await browserOf.launch({ executablePath: chromium(), args: ['--no-sandbox', '--disable-gpu'] });
  return {
    open: () => open(browser, `http://127.0.0.1:${server.address().port}/`),
    end: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** The page. `send` gives it a message; `told` is what it said of a kind; `faults`: what went wrong in it. */
async function open(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  await page.waitForFunction(() => window.told.some(({ type }) => type === 'ready'));
  return {
    page,
    send: (message) => page.evaluate((data) => window.dispatchEvent(new MessageEvent('message', { data })), message),
    told: (type) => page.evaluate((wanted) => window.told.filter((one) => one.type === wanted), type),
    faults: async () => [...errors, ...(await page.evaluate(() => window.faults))],
  };
}
