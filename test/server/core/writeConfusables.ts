// Writes server/core/confusables.ts anew from the Unicode data of the pinned Node: npm run confusables
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../helpers/node';
import { confusablesOfNode } from './unicodeData';

const WIDTH = 120;
const hex = (text: string) => Array.from(text, (char) => char.codePointAt(0)?.toString(16)).join('+');

const byTarget = Map.groupBy(confusablesOfNode() ?? [], ([, target]) => target);
const groups = Array.from(byTarget, ([target, chars]) => `${hex(target)}=${chars.map(([char]) => hex(char)).join()}`);
const lines = [''];
for (const word of groups.flatMap(cut)) {
  if (`${lines.at(-1)} ${word}`.length > WIDTH) lines.push(word);
  else lines.push([lines.pop(), word].filter(Boolean).join(' '));
}

/** A group too long for a line, as several. */
function cut(group: string): string[] {
  if (group.length <= WIDTH) return [group];
  const end = group.lastIndexOf(',', WIDTH);
  return [group.slice(0, end), ...cut(`${group.slice(0, group.indexOf('='))}=${group.slice(end + 1)}`)];
}

const source = `// Written by npm run confusables. Holds data of Unicode: © 2016-2025 Unicode, Inc., Unicode License v3 (LICENSE).

export const UNICODE_VERSION = '${process.versions['unicode']}';

/** In hexadecimal: what is seen, and after the = the characters that are mistaken for it. */
const TABLE = \`
${lines.join('\n')}
\`;

/** What a character is mistaken for (UTS 39), as far as it can stand in a name. */
export const CONFUSABLES: ReadonlyMap<string, string> = new Map(
  TABLE.trim()
    .split(/\\s/)
    .flatMap((group) => {
      const [target = '', chars = ''] = group.split('=');
      return chars.split(',').map((char) => [unhex(char), unhex(target)] as const);
    }),
);

function unhex(chars: string): string {
  return String.fromCodePoint(...chars.split('+').map((char) => parseInt(char, 16)));
}
`;
writeFileSync(path.join(root, 'server/core/confusables.ts'), source);
