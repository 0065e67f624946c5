import { randomBytes } from 'node:crypto';
import { t } from '@vscode/l10n';
import { type Texts, directionOf } from '../../webview/protocol/language';

interface PageFiles {
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
}

interface PageLanguage {
  /** The editor's display language, a BCP 47 tag. */
  readonly language: string;
  /** What the page says in it; undefined: English. */
  readonly texts: Texts | undefined;
}

/** Scripts run by nonce only; nothing is loaded but the page's own files, and nothing can be sent anywhere. */
export function pageHtml({ cspSource, script, style, language, texts }: PageFiles & PageLanguage): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!doctype html>
<html lang="${texts ? escaped(language) : 'en'}" dir="${directionOf(language)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    ${texts ? `<meta name="texts" content="${escaped(JSON.stringify(texts))}">` : ''}
    <title>${escaped(t('Team Chat'))}</title>
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
