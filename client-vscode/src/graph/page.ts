// The HTML of the page: nothing but its own script and style sheet may be loaded, and nothing from anywhere else.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a page may load and do. */
export function optionsOf(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
}

/** The page, for this webview alone. */
export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const address = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', file)).toString();
  const nonce = randomBytes(16).toString('base64url');
  // Images: the page draws its own SVG to make a PNG of it.
  const policy = `default-src 'none'; img-src data:; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plan graph</title>
<link rel="stylesheet" href="${address('webview.css')}">
</head>
<body>
<script nonce="${nonce}" src="${address('webview.js')}"></script>
</body>
</html>
`;
}
