/** Settings that leave nothing on the screen but what was opened: no welcome, tips, trust question, AI or updates. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'remote.autoForwardPortsSource': 'output',
  'security.workspace.trust.enabled': false,
  'telemetry.feedback.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.commandPalette.experimental.suggestCommands': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
};

/** What makes a window behave the same in every run. */
export const steadySettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  'editor.accessibilitySupport': 'off',
  'files.hotExit': 'off',
  'keyboard.dispatch': 'keyCode',
  'npm.autoDetect': 'off',
  'task.autoDetect': 'off',
  'window.autoDetectColorScheme': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.reduceMotion': 'on',
};
