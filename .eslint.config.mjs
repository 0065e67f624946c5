import eslint from 'typescript-eslint';

const pure = {
  'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'crypto', 'performance', 'process'],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random' }, { object: 'Date', property: 'now' }],
};

export default eslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/'] },
  ...eslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['server/tsconfig.json', 'webview/tsconfig.json', 'src/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreUsingDeclarations: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'max-lines': ['error', { max: 400 }],
      'max-params': ['error', { max: 4 }],
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@vscode/webview-ui-toolkit', message: 'Controls come from webview/ui/toolkit.ts.' }] },
      ],
    },
  },
  {
    files: ['server/core/**/*.ts', 'server/protocol/**/*.ts', 'webview/state/**/*.ts', 'webview/text/*.ts'],
    rules: pure,
  },
  { files: ['webview/ui/toolkit.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['webview/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
          message: 'Text becomes nodes, never HTML.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-console': 'off' },
  },
);
