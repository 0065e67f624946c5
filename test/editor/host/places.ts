import path from 'node:path';
import { root } from '../../helpers/node';

/** What is installed, kept or left behind for a look: nothing of it is committed. */
export const cacheDir = path.join(root, '.vscode-test');
/** The extension as people install it, made by `npm run package`. */
export const vsixFile = path.join(root, 'alongside.vsix');
export const outDir = path.join(root, 'out');
