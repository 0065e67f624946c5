import { createHash } from 'node:crypto';

/**
 * What a browser shows of an invite link: `https://chat.example.org/join#secret`. It is the same page for everybody. The
 * secret stands behind the #, which no browser sends: only the script in the page sees it, and the policy lets that
 * script reach nothing and nobody.
 */
const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 38rem; margin: 10vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
a.open { display: inline-block; margin: 0 .5rem .5rem 0; padding: .5rem 1rem; border: 1px solid; border-radius: .25rem; }
a.open:focus-visible, input:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
input { box-sizing: border-box; width: 100%; padding: .5rem; font: .875rem/1.7 ui-monospace, monospace; }
li { margin-bottom: 1rem; }
[hidden] { display: none; }
`;

const SCRIPT = `
const secret = /^#([A-Za-z0-9_-]{22})$/.exec(location.hash);
const show = (id) => { document.getElementById(id).hidden = false; };
if (secret) {
  const isEncrypted = location.protocol === 'https:';
  const port = location.port || (isEncrypted ? '443' : '80');
  const server = (isEncrypted ? 'wss://' : 'ws://') + location.hostname + ':' + port;
  for (const link of document.querySelectorAll('a.open'))
    link.href = link.dataset.scheme + '://alongside.alongside/join?server=' + encodeURIComponent(server) + '#' + secret[1];
  const whole = document.getElementById('link');
  whole.value = location.href;
  whole.addEventListener('focus', () => whole.select());
  document.getElementById('server').textContent = location.hostname + ':' + port;
  if (!isEncrypted) show('plain');
  history.replaceState(null, '', location.pathname);
  show('invited');
} else {
  show('incomplete');
}
`;

const EDITORS: readonly (readonly [scheme: string, name: string])[] = [
  ['vscode', 'VS Code'],
  ['vscode-insiders', 'VS Code Insiders'],
  ['vscodium', 'VSCodium'],
  ['cursor', 'Cursor'],
  ['windsurf', 'Windsurf'],
];

const buttons = EDITORS.map(([scheme, name]) => `<a class="open" data-scheme="${scheme}">Open in ${name}</a>`);

export const JOIN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Invite to a team chat</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>You are invited to a team chat</h1>
<noscript><p>This page needs JavaScript to read the invite, which stands behind the # of its address. Or paste that whole
address into <b>Chat: Join</b> in your editor.</p></noscript>
<div id="incomplete" hidden>
<p role="alert">The invite is missing in the address of this page. Open the whole link that you were given, again where
you got it: this page does not leave it in your browser.</p>
</div>
<div id="invited" hidden>
<p>It is the chat at <b id="server"></b>, in the editor, beside the code. Your editor asks before it joins.</p>
<p id="plain" role="note" hidden>This server does not encrypt: whoever sits on the network in between can read this
page and the chat.</p>
<ol>
<li>Install the extension <b>Alongside Team Chat</b>, if it is not installed. Who invited you knows where it is.</li>
<li>Open the invite in your editor:<br>${buttons.join('\n')}<br>
<label for="link">Or run <b>Chat: Join</b> there and paste this:</label>
<input id="link" readonly spellcheck="false"></li>
</ol>
<p>The link lets in who has it. Do not pass it on where others read it.</p>
</div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const JOIN_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hashOf(SCRIPT)}`,
    `style-src ${hashOf(STYLE)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
