import { dirname, relative, resolve } from 'node:path';
import tseslint from 'typescript-eslint';

const root = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);

/** What stacks in a cloud are made with, whichever aspect has them: constructs, names and ids. */
const cloudKit = /^infra\/cloud\/[a-z]+\/(kits\/.*|ids|names|versions)(\.ts)?$/;

/** Area of a file: what the arrows of docs/architecture.md connect. */
function areaOf(path) {
  const parts = relative(root, path).split('/');
  if (cloudKit.test(parts.join('/'))) return 'infra/kits';
  if (parts[0] === 'lib') return `lib/${parts[1]}`;
  if (parts[0] === 'manifests' || parts[0] === 'infra') return parts.length > 3 ? `${parts[0]}/${parts[1]}/${parts[2]}` : parts.length > 2 ? `${parts[0]}/${parts[1]}` : parts[0];
  return parts[0];
}

const aspects = ['cloud', 'security', 'delivery', 'edge', 'monitoring', 'logging', 'workloads', 'tenants', 'foundation', 'check'];
/** Folders of an aspect that several of its options may use. */
const shared = new Set([
  'manifests/security/auth0',
  'manifests/security/gateway',
  'manifests/security/istio',
  'manifests/security/login-proxy',
  'manifests/security/sessions',
  'manifests/logging/collector',
  'manifests/edge/external-dns',
  'manifests/edge/issuers',
  'manifests/monitoring/dashboards',
  'manifests/monitoring/grafana',
  'manifests/monitoring/metrics-operator',
  'manifests/monitoring/monitors',
  'manifests/monitoring/rules',
  'manifests/cloud/aws',
  'manifests/cloud/azure',
]);

function refusal(from, to) {
  const [fromTop, fromAspect, fromOption] = from.split('/');
  const [toTop, toAspect, toOption] = to.split('/');
  if (fromTop === 'test') return undefined;
  if (toTop === 'test') return 'nothing imports tests';
  if (fromTop === 'imports') return toTop === 'imports' ? undefined : 'imports/ is a leaf';
  if (fromTop === 'lib') {
    if (toTop === 'imports' && fromAspect === 'constructs') return undefined;
    if (toTop !== 'lib') return 'lib/ knows neither the apps nor, but for lib/constructs, imports/';
    if (fromAspect === 'model' && toAspect !== 'model') return 'lib/model stands below everything else';
    if (fromAspect === 'names' && !['model', 'names'].includes(toAspect)) return 'lib/names reads lib/model only';
    return undefined;
  }
  if (toTop === 'bin' && fromTop !== 'bin') return 'only bin/ composes the apps';
  if (fromTop === 'infra' && (toTop === 'manifests' || toTop === 'imports')) return 'the cloud layer and the clusters meet in lib/names only';
  if (fromTop === 'manifests' && toTop === 'infra') return 'the cloud layer and the clusters meet in lib/names only';
  if (fromTop === toTop && aspects.includes(fromAspect) && aspects.includes(toAspect)) {
    if (fromAspect !== toAspect) return `aspect ${fromAspect} must not know aspect ${toAspect}`;
    if (fromOption && toOption && fromOption !== toOption && !shared.has(to) && !toOption.endsWith('.ts') && !fromOption.endsWith('.ts') && !['foundation', 'check'].includes(fromAspect)) return `option ${fromOption} must not know its sibling ${toOption}`;
  }
  return undefined;
}

const architecture = {
  rules: {
    arrows: {
      meta: { type: 'problem', schema: [], messages: { arrow: '{{from}} -> {{to}}: {{why}} (docs/architecture.md)', seam: 'import {{what}} through lib/constructs/terraform.ts', deep: "import from the module itself, such as '{{what}}/lib/eks-cluster': the package root costs seconds" } },
      create(context) {
        const from = context.filename;
        const check = (node) => {
          const source = node.source?.value;
          if (typeof source !== 'string') return;
          if ((source === 'cdktf' || source.startsWith('cdktf/')) && !from.endsWith('lib/constructs/terraform.ts')) context.report({ node, messageId: 'seam', data: { what: source } });
          if (/^@cdktf\/provider-[a-z]+$/.test(source)) context.report({ node, messageId: 'deep', data: { what: source } });
          if (!source.startsWith('.')) return;
          const to = resolve(dirname(from), source);
          const why = refusal(areaOf(from), areaOf(to));
          if (why) context.report({ node, messageId: 'arrow', data: { from: areaOf(from), to: areaOf(to), why } });
        };
        return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
      },
    },
  },
};

export default tseslint.config(
  { ignores: ['*.mjs', '**/*.mts', 'build/**', 'imports/**', 'dist/**', 'cdktf.out/**', 'node_modules/**', 'examples/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { architecture },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
    rules: {
      'architecture/arrows': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      'no-console': 'error',
      'max-lines': ['error', 400],
    },
  },
  {
    // Matchers of jest (`expect.objectContaining`) are typed any.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-return': 'off', '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
);
