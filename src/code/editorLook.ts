import { extensions, workspace } from 'vscode';
import type { Look } from '../highlight/look';
import type { Disposable } from '../lifecycle';

const PAIRS = 'editor.bracketPairColorization';
const CUSTOMISATIONS = 'editor.tokenColorCustomizations';

/** How the editor colours code now, but for its theme: that one the page knows better than any setting. */
export function editorLook(): Look {
  const settings = workspace.getConfiguration();
  const isApart = settings.get<boolean>(`${PAIRS}.independentColorPoolPerBracketType`, false);
  return {
    extensions: extensions.all.flatMap(({ extensionUri, packageJSON }) => {
      const { contributes = {} } = packageJSON as { readonly contributes?: Record<string, unknown> };
      const { languages, grammars, themes } = contributes;
      if (extensionUri.scheme !== 'file' || !(languages || grammars || themes)) return [];
      return [{ path: extensionUri.fsPath, contributes: { languages, grammars, themes } }];
    }),
    customisations: settings.get(CUSTOMISATIONS),
    brackets: !settings.get<boolean>(`${PAIRS}.enabled`, true) ? 'none' : isApart ? 'apart' : 'together',
  };
}

export function onLookChanged(changed: () => void): Disposable {
  const following = [
    extensions.onDidChange(changed),
    workspace.onDidChangeConfiguration((event) => {
      if ([PAIRS, CUSTOMISATIONS].some((name) => event.affectsConfiguration(name))) changed();
    }),
  ];
  return { dispose: () => following.forEach((each) => void each.dispose()) };
}
