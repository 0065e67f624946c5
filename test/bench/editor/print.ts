import { figure, textTable } from '../textTable';
import type { EditorResult } from './editor';

export const editorTable = (result: EditorResult): string =>
  `W6, the extension in VS Code\n${textTable([
    ['activate, ms', figure(result.activateMs)],
    ['Join to history on screen, ms', figure(result.joinMs)],
    ['idle CPU of the extension host, % of a core more than without it', figure(result.idleCpuPercent)],
    ['memory of the extension host, MiB more than without it', figure(result.memoryMiB)],
  ])}`;
