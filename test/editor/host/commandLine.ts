/** The options of VS Code's own command line that @vscode/test-electron passes. */
export interface CommandLine {
  readonly extensions: readonly string[];
  readonly tests: string;
  readonly folder: string;
  readonly userData?: string;
  readonly extensionsDir?: string;
}

export function parseCommandLine(argv: readonly string[]): CommandLine {
  const folder = argv.findLast((arg) => !arg.startsWith('--'));
  const extensions = valuesOf(argv, 'extensionDevelopmentPath');
  const tests = valuesOf(argv, 'extensionTestsPath').at(-1);
  if (folder === undefined || tests === undefined || extensions.length === 0) {
    throw new Error(
      'usage: FOLDER --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--user-data-dir=DIR] [--extensions-dir=DIR]',
    );
  }
  const userData = valuesOf(argv, 'user-data-dir').at(-1);
  const extensionsDir = valuesOf(argv, 'extensions-dir').at(-1);
  return {
    extensions,
    tests,
    folder,
    ...(userData !== undefined && { userData }),
    ...(extensionsDir !== undefined && { extensionsDir }),
  };
}

function valuesOf(argv: readonly string[], name: string): string[] {
  const prefix = `--${name}=`;
  return argv.filter((arg) => arg.startsWith(prefix)).map((arg) => arg.slice(prefix.length));
}
