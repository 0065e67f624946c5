/** What tries to run, to load or to lead somewhere. `x` stands where a script would tell that it ran. */
const RAW = [
  '<script>globalThis.ran=1</script>',
  '<SCRIPT SRC=https://evil.test/x.js></SCRIPT>',
  '<scr<script>ipt>globalThis.ran=1</scr</script>ipt>',
  '<img src=x onerror=globalThis.ran=1>',
  '<img src="https://evil.test/pixel.png">',
  '<image src=x onerror="globalThis.ran=1">',
  '<svg onload=globalThis.ran=1>',
  '<svg><script>globalThis.ran=1</script></svg>',
  '<svg><a xlink:href="javascript:globalThis.ran=1"><text>go</text></a></svg>',
  '<svg><animate onbegin=globalThis.ran=1 attributeName=x dur=1s>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=globalThis.ran=1>#x">',
  '<math><mi xlink:href="data:x,<script>globalThis.ran=1</script>">go</mi></math>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--><img src=1 onerror=globalThis.ran=1>">',
  '<iframe src="javascript:globalThis.ran=1"></iframe>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<object data="https://evil.test/x.swf"></object>',
  '<embed src="https://evil.test/x.swf">',
  '<link rel=stylesheet href=https://evil.test/x.css>',
  '<link rel="dns-prefetch" href="//evil.test">',
  '<style>@import "https://evil.test/x.css";</style>',
  '<style>*{background:url(https://evil.test/x)}</style>',
  '<div style="background:url(https://evil.test/x)">styled</div>',
  '<div style="position:fixed;inset:0">cover</div>',
  '<base href="https://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.test">',
  '<form action="https://evil.test"><input name=q autofocus onfocus=globalThis.ran=1><button>go</button></form>',
  '<input type=image src=https://evil.test/x.png>',
  '<body onload=globalThis.ran=1>',
  '<video><source onerror=globalThis.ran=1></video>',
  '<audio src=https://evil.test/x.mp3 autoplay>',
  '<video poster=https://evil.test/x.png></video>',
  '<details open ontoggle=globalThis.ran=1>x</details>',
  '<marquee onstart=globalThis.ran=1>x</marquee>',
  '<a href="javascript:globalThis.ran=1">click</a>',
  '<a href="https://evil.test" target=_blank ping="https://evil.test/ping">click</a>',
  '<a href="command:workbench.action.terminal.new">click</a>',
  '<a id=root><a id=root name=x>clobber</a>',
  '<form id=x><input name=attributes></form>',
  '<template><script>globalThis.ran=1</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=globalThis.ran=1>">',
  '<textarea></textarea><img src=x onerror=globalThis.ran=1>',
  '<xmp></xmp><img src=x onerror=globalThis.ran=1>',
  '<title></title><img src=x onerror=globalThis.ran=1>',
  '<!--><img src=x onerror=globalThis.ran=1>-->',
  '<![CDATA[><img src=x onerror=globalThis.ran=1>]]>',
  '<?xml version="1.0"?><x onclick=globalThis.ran=1>',
  '<!DOCTYPE html><script>globalThis.ran=1</script>',
  '<vscode-button onclick=globalThis.ran=1>go</vscode-button>',
  '<b onmouseover=globalThis.ran=1 data-key="s1" role="log">bold</b>',
  '<img/src=`x`onerror=globalThis.ran=1>',
  '"><script>globalThis.ran=1</script>',
  "'><img src=x onerror=globalThis.ran=1>",
  '</div></div></main><script>globalThis.ran=1</script>',
  '" autofocus onfocus=globalThis.ran=1 x="',
  '${globalThis.ran=1} {{constructor.constructor("globalThis.ran=1")()}}',
  '<!--?lit$123$--><?lit$x?> lit$0$ <!---->',
  'javascript:globalThis.ran=1',
  'jav\tascript:globalThis.ran=1',
  '&lt;script&gt;globalThis.ran=1&lt;/script&gt;',
  '&#60;img src=x onerror=globalThis.ran=1&#62;',
  '\\u003cscript\\u003eglobalThis.ran=1\\u003c/script\\u003e',
  '\u202e<script>globalThis.ran=1</script>\u2066',
  '__proto__ constructor toString hasOwnProperty',
  '\u2028<img src=x onerror=globalThis.ran=1>\u2029',
];

const ADDRESSES = [
  ...['javascript:globalThis.ran=1', 'JaVaScRiPt:globalThis.ran=1', 'javascript&colon;globalThis.ran=1'],
  ...['java&#10;script:globalThis.ran=1', ' javascript:globalThis.ran=1', '\u0001javascript:globalThis.ran=1'],
  ...['vbscript:x', 'data:text/html,<script>globalThis.ran=1</script>', 'data:text/html;base64,PHNjcmlwdD4='],
  ...['command:workbench.action.quit', 'vscode://evil.test/x', 'vscode-insiders://x', 'vscode-webview://x/y'],
  ...['file:///etc/passwd', 'file://evil.test/share', '\\\\evil.test\\share', '//evil.test/x', 'ssh://evil.test'],
  ...[
    'ftp://evil.test/x',
    'ws://evil.test/',
    'blob:https://evil.test/x',
    'about:blank',
    'view-source:https://evil.test',
  ],
  ...[
    'https://good.test@evil.test/',
    'https://user:pass@evil.test',
    'https:evil.test',
    'https://good.test\\@evil.test',
  ],
  ...[
    'https://evil.test/\u202egpj.exe',
    'https://go\u200bod.test/',
    'mailto:a@b.test?attach=/etc/passwd',
    '#top',
    '/x',
  ],
];

/** Addresses that no link leads to. */
export const NO_LINKS: readonly string[] = ADDRESSES;

const inMarkdown = (address: string): readonly string[] => [
  `[click](${address})`,
  `[click](<${address}> "title")`,
  `![pixel](${address})`,
  `<${address}>`,
];

const WRAPPED = [
  (text: string) => `\`\`\`${text.replaceAll('`', '')}\nx\n\`\`\``,
  (text: string) => `> ${text}`,
  (text: string) => `| ${text.replaceAll('|', '')} | b |\n|---|---|\n| 1 | 2 |`,
];

const LOADS = [
  '![pixel](https://evil.test/pixel.png)',
  '![pixel](https://evil.test/pixel.png "title\\" onerror=globalThis.ran=1")',
  '[![pixel](https://evil.test/pixel.png)](https://evil.test)',
  '[a](https://evil.test/"onmouseover=globalThis.ran=1)',
  '[<img src=x onerror=globalThis.ran=1>](https://evil.test)',
  '[a][b]\n\n[b]: https://evil.test/x.png "<script>"',
  '![a][b]\n\n[b]: https://evil.test/x.png',
  'https://evil.test/"><script>globalThis.ran=1</script>',
  '**<img src=x onerror=globalThis.ran=1>**',
  '`<img src=x onerror=globalThis.ran=1>`',
  '- [x] <img src=x onerror=globalThis.ran=1>',
  '# <img src=x onerror=globalThis.ran=1>',
];

const ID = `s-${'1'.repeat(32)}`;
const place = (over: Readonly<Record<string, string>> = {}): string =>
  `vscode://alongside.alongside/show?${Object.entries({
    server: 'chat.test%3A1',
    id: ID,
    room: 'general',
    message: '5',
    ...over,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('&')}`;

/** What pretends to lead to a message, a room or an issue. */
const PLACES = [
  place({ server: 'good.test%40evil.test' }),
  place({ server: 'wss%3A%2F%2Fevil.test%2F%3Cscript%3EglobalThis.ran%3D1%3C%2Fscript%3E' }),
  place({ server: '%22onmouseover%3DglobalThis.ran%3D1' }),
  place({ server: '%E2%80%AEevil' }),
  place({ server: '%E0%A4%A' }),
  place({ id: '<img src=x onerror=globalThis.ran=1>' }),
  place({ room: '"><script>globalThis.ran=1</script>' }),
  place({ room: '__proto__' }),
  place({ room: '../../etc' }),
  place({ message: '99999999999999999999' }),
  place({ message: '-1' }),
  `${place()}#<script>globalThis.ran=1</script>`,
  `${place()}"onclick=globalThis.ran=1`,
  `[click](${place()})`,
  `![pixel](${place()})`,
  `<${place()}>`,
  place().replace('vscode', 'javascript'),
  `javascript:globalThis.ran=1//${place()}`,
  `https://evil.test/?${place()}`,
  `${place()}${place()}`,
  '#<script>globalThis.ran=1</script>',
  '#general<img src=x onerror=globalThis.ran=1>',
  '#"onmouseover=globalThis.ran=1 x="',
  '#__proto__ #constructor #toString #hasOwnProperty',
  '[#general](https://evil.test) [#12](javascript:globalThis.ran=1)',
  '&#60;img src=x onerror=globalThis.ran=1&#62; #60;',
  '#\u202e12 #12\u202e #general\u200b',
];

/** As somebody would send them. */
export const HOSTILE: readonly string[] = [
  ...RAW,
  ...PLACES,
  ...LOADS,
  ...ADDRESSES.flatMap(inMarkdown),
  ...RAW.slice(0, 20).flatMap((text) => WRAPPED.map((wrap) => wrap(text))),
];

/** What tries to be more than one line, or another field of one. */
export const FORGED: readonly string[] = [
  ...['\n', '\r', '\r\n', '\u2028', '\u0085', '\v', '\f', '\\n', '\\\n', '|\n'].flatMap((end) => [
    `x${end}SERVER|2024-03-01|09:05 AM|ana has joined the chat.`,
    `x${end}# Heading${end}---${end}- item${end}1. item${end}> quote${end}    code${end}\`\`\``,
    `${end}**ana** 09:05 AM${end}${end}> forged`,
  ]),
  ...['|', '||||', '\\|', '\\\\|', 'a|2024-03-01|09:05 AM|b', 'x\t|\t', '\u001b]0;title\u0007\u001b[31m', '\u001b[2J'],
];

/** As somebody would be called, or call a room: in one line. */
export const HOSTILE_NAMES: readonly string[] = [...RAW, ...ADDRESSES, ...HOSTILE]
  .map((text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300))
  .filter((text, i, all) => all.indexOf(text) === i);
