// What TypeScript and scripts are held to; the caps are those of the Python side.
import tseslint from 'typescript-eslint';

const caps = {
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 50 }],
  'max-params': ['error', { max: 5 }],
  'max-len': ['error', { code: 120, ignoreUrls: true }],
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'tests/e2e/output/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...caps,
      eqeqeq: 'error',
      // What a message carries is what its sender says it is.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `node --test` collects what its functions return by itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe'] }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/server/client.ts'],
    rules: {
      // Loading it takes longer than the whole extension may take to be activated.
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode-languageclient/node', allowTypeImports: true, message: 'server/client loads it' }] },
      ],
    },
  },
  { files: ['**/*.mjs'], extends: [tseslint.configs.strict], rules: caps },
);
