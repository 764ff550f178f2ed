/** The walls of the house: who may import whom. ARCHITECTURE.md says why. */

const TEST_CODE =
  '(\\.test\\.tsx?|\\.contract\\.ts|\\.global\\.ts)$|/testing/|^(tests|bench|scripts)/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'features-know-nothing-of-each-other',
      comment: 'Pass an id, listen to an event, or take a function that compose.ts hands in.',
      severity: 'error',
      from: { path: '^apps/(server|console)/src/features/([^/]+)/' },
      to: { path: '^apps/$1/src/features/', pathNot: '^apps/$1/src/features/$2/' },
    },
    {
      name: 'features-are-wired-in-one-place',
      comment:
        'Only compose.ts, its parts (compose-….ts) and main.ts know the features: platform is for any of them.',
      severity: 'error',
      from: {
        path: '^apps/server/src/',
        pathNot:
          '^apps/server/src/((compose|compose-crm|compose-engines|compose-erpnext|compose-telemetry|compose-tools|main)\\.ts$|features/)',
      },
      to: { path: '^apps/server/src/features/' },
    },
    {
      name: 'console-and-cli-know-the-contracts-only',
      comment: 'They talk to the server over HTTP.',
      severity: 'error',
      from: { path: '^apps/(console|cli)/' },
      to: { path: '^(apps|packages)/', pathNot: '^(apps/$1|packages/contracts)/' },
    },
    {
      name: 'server-knows-no-console',
      comment: 'It serves the built files.',
      severity: 'error',
      from: { path: '^apps/server/' },
      to: { path: '^apps/console/' },
    },
    {
      name: 'packages-know-no-app',
      comment: 'The MCP servers start in an instant and reach our records over HTTP.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'packages-know-the-contracts-only',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/($1|contracts)/' },
    },
    {
      name: 'mcp-servers-know-nothing-of-each-other',
      comment: 'What two of them need belongs in the kit.',
      severity: 'error',
      from: { path: '^packages/mcp-servers/src/(?!kit/|testing/)([^/]+)/' },
      to: {
        path: '^packages/mcp-servers/src/[^/]+/',
        pathNot: '^packages/mcp-servers/src/($1|kit|testing)/',
      },
    },
    {
      name: 'mcp-kit-knows-no-server',
      severity: 'error',
      from: { path: '^packages/mcp-servers/src/kit/' },
      to: { path: '^packages/mcp-servers/src/(?!kit/|testing/)[^/]+/' },
    },
    {
      name: 'workspaces-by-their-entry',
      comment: 'Import another workspace by its name, never by a path into it.',
      severity: 'error',
      from: { path: '^((?:apps|packages)/[^/]+)/' },
      to: { path: '^(apps|packages)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TEST_CODE },
      to: { path: TEST_CODE },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/(src|bin)/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-dead-ends',
      comment: 'The import leads nowhere: not a file, not an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API; swc reads the imports, those of types too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps/[^/]+/dist|data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
