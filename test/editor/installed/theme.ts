import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export const themes = {
  dark: { name: 'Dark Modern', kind: 'vscode-dark', workbench: 'vs-dark' },
  light: { name: 'Light Modern', kind: 'vscode-light', workbench: 'vs' },
  highContrast: { name: 'Default High Contrast', kind: 'vscode-high-contrast', workbench: 'hc-black' },
  highContrastLight: {
    name: 'Default High Contrast Light',
    kind: 'vscode-high-contrast-light',
    workbench: 'hc-light',
  },
} as const;

export type Theme = keyof typeof themes;

/** Changes settings of an open folder; its window follows within half a second. `undefined` takes one away. */
export function setFolderSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  const file = path.join(folder, '.vscode/settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  writeFileSync(file, JSON.stringify({ ...before, ...settings }, undefined, 2));
}

/** Changes the theme of a window, and waits until the window shows it. A webview's body then has `data-vscode-theme-kind`. */
export async function setTheme(editor: { page: Page; folder: string }, theme: Theme): Promise<void> {
  setFolderSettings(editor.folder, { 'workbench.colorTheme': themes[theme].name });
  await editor.page.locator(`.monaco-workbench.${themes[theme].workbench}`).waitFor();
}
