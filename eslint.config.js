import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * Who may enter which room: imports go one way, main → app → http → sessions →
 * engine, and errors, api, negotiation and the types of config serve everybody.
 */
const rooms = {
  access: ['api', 'errors'],
  tls: ['access', 'errors', 'log'],
  config: ['access', 'api', 'errors'],
  log: ['config/types'],
  pipelines: ['api', 'errors', 'engine/protocol'],
  negotiation: ['api', 'errors', 'config/types', 'engine/protocol'],
  engine: ['api', 'errors', 'log'],
  gst: ['api', 'engine/protocol'],
  sessions: ['api', 'errors', 'config/types', 'engine', 'log', 'negotiation', 'server-clock'],
  sources: ['api', 'errors', 'engine', 'log', 'pipelines'],
  http: [
    'access',
    'api',
    'config/types',
    'errors',
    'log',
    'tls',
    'middleware',
    'routes',
    'events',
    'problem',
    'readiness',
    'server-clock',
  ],
  metrics: ['api', 'engine'],
  startup: [
    'access',
    'api',
    'config',
    'engine',
    'errors',
    'log',
    'negotiation',
    'pipelines',
    'sources',
    'tls',
  ],
  doctor: ['api', 'config', 'engine', 'errors', 'log', 'pipelines', 'sources', 'startup'],
};

/** Packages that one room keeps to itself. */
const guests = {
  'node-gtk': 'gst',
  convict: 'config',
  winston: 'log',
  'prom-client': 'metrics',
  koa: 'http',
  '@koa/router': 'http',
  '@peculiar/x509': 'tls',
  'rate-limiter-flexible': 'access',
};

function wallsOf(room, doors) {
  const strangers = Object.entries(guests).filter(([, home]) => home !== room);
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: strangers.map(([name, home]) => ({ name, message: `Only src/${home} uses ${name}.` })),
          patterns: [
            {
              regex: `^(\\.\\./)+(?!\\.\\./)(?!(${[...doors, room].join('|')})(/|\\.js$))`,
              message: `src/${room} does not import this: see the list of rooms in eslint.config.js.`,
            },
          ],
        },
      ],
    },
  };
}

const nodeGlobals = Object.fromEntries(
  ['URL', 'console', 'fetch', 'performance', 'process', 'setTimeout'].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/gst/types'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  ...tseslint.configs.stylisticTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { project: ['test/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: nodeGlobals } },
  {
    files: ['client/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(\\.\\./)+src/(?!api\\.js$)',
              message: 'The page knows the server by src/api.ts alone.',
            },
            { regex: '^(\\.\\./)+src/api\\.js$', allowTypeImports: true, message: 'Types only.' },
          ],
        },
      ],
    },
  },
  {
    files: ['client/src/core/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^\\.\\./(page|texts)/', message: 'client/src/core knows no page.' },
            { regex: '^(\\.\\./)+src/api\\.js$', allowTypeImports: true, message: 'Types only.' },
            {
              regex: '^(\\.\\./)+src/(?!api\\.js$)',
              message: 'The page knows the server by src/api.ts alone.',
            },
          ],
        },
      ],
    },
  },
  ...Object.entries(rooms).map(([room, doors]) => wallsOf(room, doors)),
);
