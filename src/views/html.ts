import { randomBytes } from 'node:crypto';

interface PageFiles {
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

/** Scripts run by nonce only; nothing is loaded but the page's own files, and nothing can be sent anywhere. */
export function pageHtml({ cspSource, script, style }: PageFiles): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>Team Chat</title>
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}
