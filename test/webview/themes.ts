/** The editor's four kinds of theme, as a webview gets them. */
export const THEMES = ['dark', 'light', 'hc', 'hcLight'] as const;
export type Theme = (typeof THEMES)[number];

/** Classes and kind as the editor puts them on the body: the light high contrast has both classes. */
const BODY: Readonly<Record<Theme, { readonly classes: string; readonly kind: string; readonly id: string }>> = {
  dark: { classes: 'vscode-dark', kind: 'vscode-dark', id: 'Default Dark Modern' },
  light: { classes: 'vscode-light', kind: 'vscode-light', id: 'Default Light Modern' },
  hc: { classes: 'vscode-high-contrast', kind: 'vscode-high-contrast', id: 'Default High Contrast' },
  hcLight: {
    classes: 'vscode-high-contrast-light vscode-high-contrast',
    kind: 'vscode-high-contrast-light',
    id: 'Default High Contrast Light',
  },
};

const FONTS = {
  'font-family': "'Segoe WPC', 'Segoe UI', system-ui, 'Ubuntu', 'Droid Sans', sans-serif",
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': "'Droid Sans Mono', 'monospace', monospace",
  'editor-font-size': '14px',
  'editor-font-weight': 'normal',
};

/** Read out of VS Code 1.139 with each theme, for the colours that the page or its controls use: dark, light, hc, hcLight. */
// prettier-ignore
const COLORS: Readonly<Record<string, readonly [string, string, string, string]>> = {
  'badge-background': ['#616161', '#cccccc', '#000000', '#0f4a85'],
  'badge-foreground': ['#f8f8f8', '#3b3b3b', '#ffffff', '#ffffff'],
  'button-background': ['#0078d4', '#005fb8', '#000000', '#0f4a85'],
  'button-border': ['rgba(255, 255, 255, 0.1)', 'rgba(0, 0, 0, 0.1)', '#6fc3df', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#026ec1', '#0258a8', '#000000', '#0f4a85'],
  'button-secondaryBackground': ['rgba(0, 0, 0, 0)', '#e5e5e5', '', '#ffffff'],
  'button-secondaryForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['#2b2b2b', '#cccccc', '', ''],
  'charts-blue': ['#59a4f9', '#0063d3', '#59a4f9', '#0063d3'],
  'charts-green': ['#89d185', '#388a34', '#89d185', '#374e06'],
  'charts-purple': ['#b180d7', '#652d90', '#b180d7', '#652d90'],
  'charts-red': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'charts-yellow': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'checkbox-background': ['#313131', '#f8f8f8', '#000000', '#ffffff'],
  'checkbox-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'checkbox-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'contrastActiveBorder': ['', '', '#f38518', '#006bbd'],
  'contrastBorder': ['', '', '#6fc3df', '#0f4a85'],
  'descriptionForeground': ['#9d9d9d', '#3b3b3b', 'rgba(255, 255, 255, 0.7)', 'rgba(41, 41, 41, 0.7)'],
  'dropdown-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'dropdown-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'dropdown-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editor-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editorBracketHighlight-foreground1': ['#ffd700', '#0431fa', '#ffd700', '#0431fa'],
  'editorBracketHighlight-foreground2': ['#da70d6', '#319331', '#da70d6', '#319331'],
  'editorBracketHighlight-foreground3': ['#179fff', '#7b3814', '#87cefa', '#7b3814'],
  'editorBracketHighlight-foreground4': ['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'],
  'editorBracketHighlight-foreground5': ['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'],
  'editorBracketHighlight-foreground6': ['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'],
  'editorBracketHighlight-unexpectedBracket.foreground': ['rgba(255, 18, 18, 0.8)', 'rgba(255, 18, 18, 0.8)', '#ff3232', '#b5200d'],
  'editorWarning-foreground': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'editorWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'errorForeground': ['#f85149', '#f85149', '#f48771', '#b5200d'],
  'focusBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'icon-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'input-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'input-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-placeholderForeground': ['#989898', '#767676', 'rgba(255, 255, 255, 0.7)', 'rgba(41, 41, 41, 0.7)'],
  'inputValidation-errorBorder': ['#be1100', '#be1100', '#6fc3df', '#0f4a85'],
  'list-activeSelectionBackground': ['#04395e', '#e8e8e8', '', 'rgba(15, 74, 133, 0.1)'],
  'list-activeSelectionForeground': ['#ffffff', '#000000', '', ''],
  'list-hoverBackground': ['#2a2d2e', '#f2f2f2', 'rgba(255, 255, 255, 0.1)', 'rgba(15, 74, 133, 0.1)'],
  'panel-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'panel-border': ['#2b2b2b', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'panelTitle-activeBorder': ['#0078d4', '#005fb8', '#6fc3df', '#b5200d'],
  'panelTitle-activeForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'panelTitle-inactiveForeground': ['#9d9d9d', '#3b3b3b', '#ffffff', '#292929'],
  'progressBar-background': ['#0078d4', '#005fb8', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-activeBackground': ['rgba(191, 191, 191, 0.4)', 'rgba(0, 0, 0, 0.6)', '#6fc3df', '#0f4a85'],
  'scrollbarSlider-background': ['rgba(121, 121, 121, 0.4)', 'rgba(100, 100, 100, 0.4)', 'rgba(111, 195, 223, 0.6)', 'rgba(15, 74, 133, 0.4)'],
  'scrollbarSlider-hoverBackground': ['rgba(100, 100, 100, 0.7)', 'rgba(100, 100, 100, 0.7)', 'rgba(111, 195, 223, 0.8)', 'rgba(15, 74, 133, 0.8)'],
  'settings-dropdownListBorder': ['rgba(204, 204, 204, 0.2)', 'rgba(59, 59, 59, 0.2)', '#6fc3df', '#0f4a85'],
  'testing-iconPassed': ['#73c991', '#73c991', '#73c991', '#007100'],
  'textLink-activeForeground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textLink-foreground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'toolbar-hoverBackground': ['rgba(90, 93, 94, 0.31)', 'rgba(184, 184, 184, 0.31)', '', ''],
  'widget-border': ['#313131', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'widget-shadow': ['rgba(0, 0, 0, 0.36)', 'rgba(0, 0, 0, 0.16)', '', ''],
};

export interface Dress {
  readonly classes: string;
  readonly kind: string;
  readonly id: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What a theme does to a webview's document. */
export function dress(theme: Theme): Dress {
  const at = THEMES.indexOf(theme);
  const colors = Object.entries(COLORS).flatMap(([name, values]) => {
    const value = values[at] ?? '';
    return value === '' ? [] : [[`--vscode-${name}`, value]];
  });
  const fonts = Object.entries(FONTS).map(([name, value]) => [`--vscode-${name}`, value]);
  const variables = Object.fromEntries([...colors, ...fonts]) as Record<string, string>;
  return { ...BODY[theme], variables };
}
