import { spawnSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { diskFileSystem } from '../../lib/output/file-system';

const program = resolve('build/bin/dbaas-gitops.js');
const example = resolve('platform.yaml');
const scratch = () => mkdtempSync(join(tmpdir(), 'cli-'));
const run = (args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', ...options });
  return { status, stdout, stderr };
};
const tree = (root: string): ReadonlyMap<string, string> => new Map(diskFileSystem.list(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]));

describe('the command line', () => {
  it('explains itself and every command', () => {
    const { stdout, status } = run(['--help']);
    expect(status).toBe(0);
    for (const name of ['synth', 'validate', 'explain', 'init', 'lock', 'options']) {
      expect(stdout).toContain(`  ${name} `);
      expect(run([name, '--help'])).toEqual(
        expect.objectContaining({ status: 0, stderr: '', stdout: expect.stringContaining(`Usage: dbaas-gitops ${name}`) as string }),
      );
    }
  });

  it.each([
    [['nonsense'], "there is no command 'nonsense'"],
    [['synth', '--nonsense'], "Unknown option '--nonsense'"],
    [['synth', '--input', 'missing.yaml'], 'missing.yaml: no such file'],
    [['synth', '--input', '.'], 'is a folder'],
    [['explain'], 'which file?'],
    [['explain', 'dist/nothing.yaml'], "'dist/nothing.yaml' is no generated file"],
    [['lock'], 'which outputs?'],
  ])('answers %j with what is wrong, exit code 1 and no trace', (args, message) => {
    const { status, stderr } = run(args);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('writes nothing when the input has mistakes, and reports all of them', () => {
    const folder = scratch();
    writeFileSync(
      join(folder, 'platform.yaml'),
      readFileSync(example, 'utf8').replace('use: istio-keycloak', 'use: istio-keyclok').replace('plan: business', 'plan: busines'),
    );
    const { status, stderr } = run(['synth'], { cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/platform\.yaml:\d+:\d+ security\.use: .*'istio-keyclok'/);
    expect(stderr).toMatch(/platform\.yaml:\d+:\d+ edge\.plan: /);
    expect(stderr).toContain('2 mistakes; nothing was written.');
    expect(readdirSync(folder)).toEqual(['platform.yaml']);
  });

  it('writes the same bytes under another time zone, locale, home and folder, and nothing new the second time', () => {
    const [first, second] = [scratch(), scratch()];
    expect(run(['synth', '--input', example, '--output', join(first, 'dist')]).status).toBe(0);
    mkdirSync(join(second, 'deep/er'), { recursive: true });
    cpSync(example, join(second, 'deep/er/platform.yaml'));
    const env = {
      PATH: process.env['PATH'],
      TZ: 'Pacific/Chatham',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: second,
      USER: 'somebody',
      SOURCE_DATE_EPOCH: '1',
    };
    expect(run(['synth'], { cwd: join(second, 'deep/er'), env }).status).toBe(0);
    expect(tree(join(second, 'deep/er/dist'))).toEqual(tree(join(first, 'dist')));
    expect(run(['synth', '--input', example, '--output', join(first, 'dist')]).stdout).toContain('nothing changed');
  });

  it('builds the same with --changed, first without and then with what it kept', () => {
    const folder = scratch();
    cpSync(example, join(folder, 'platform.yaml'));
    run(['synth', '--output', 'whole'], { cwd: folder });
    expect(run(['synth', '--changed'], { cwd: folder }).status).toBe(0);
    const again = run(['synth', '--changed'], { cwd: folder });
    expect(again.stdout).toMatch(/built 0 components and 0 stacks/);
    expect(tree(join(folder, 'dist'))).toEqual(tree(join(folder, 'whole')));
  });

  it('leaves the old or the new tree when it is killed at any moment', async () => {
    const folder = scratch();
    const text = readFileSync(example, 'utf8');
    writeFileSync(join(folder, 'platform.yaml'), text);
    run(['synth'], { cwd: folder });
    const old = tree(join(folder, 'dist'));
    writeFileSync(join(folder, 'platform.yaml'), text.replace('dbaas-console:2.3.1', 'dbaas-console:9.9.9'));
    run(['synth', '--output', 'new'], { cwd: folder });
    const fresh = tree(join(folder, 'new'));
    const duration = await timed(folder);
    for (const share of [0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98]) {
      cpSync(join(folder, 'new'), join(folder, `dist${share}`), { recursive: true });
      await killedAfter(folder, duration * share);
      expect(existsSync(join(folder, 'dist'))).toBe(true);
      const now = tree(join(folder, 'dist'));
      expect([old, fresh]).toContainEqual(now);
    }
    expect(run(['synth'], { cwd: folder }).status).toBe(0);
    expect(tree(join(folder, 'dist'))).toEqual(fresh);
    expect(readdirSync(folder).filter((name) => name.startsWith('dist.'))).toEqual([]);
  }, 60_000);

  it('init writes a platform.yaml that synthesises', () => {
    const folder = scratch();
    const flags = [
      'name=tryout',
      'domain=tryout.example',
      'team=data',
      'email=data@tryout.example',
      'aws-account=123456789012',
      'azure-subscription=3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
      'azure-tenant=8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
      'azure-admin-group=5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5',
      'repository=https://github.com/tryout/platform',
      'cloudflare-account=0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      'cloudflare-zone-id=9a8b7c6d5e4f30211203f4e5d6c7b8a9',
      'cloudflare-team=tryout',
    ];
    expect(run(['init', ...flags.map((flag) => `--${flag}`)], { cwd: folder })).toEqual(expect.objectContaining({ status: 0, stderr: '' }));
    expect(run(['validate'], { cwd: folder })).toEqual(expect.objectContaining({ status: 0 }));
    expect(run(['init', ...flags.map((flag) => `--${flag}`)], { cwd: folder }).stderr).toContain('there is one already');
  });

  it.each([
    ['aws-regions', ['aws-account=123456789012'], ['azure-tenant=8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601']],
    [
      'azure-regions',
      [
        'azure-subscription=3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
        'azure-tenant=8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
        'azure-admin-group=5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5',
      ],
      ['aws-account=123456789012'],
    ],
  ])(
    'init asks for the account of the one provider of %s and for no other',
    (cloud, account, foreign) => {
      const folder = scratch();
      const common = [
        `cloud=${cloud}`,
        'name=tryout',
        'domain=tryout.example',
        'team=data',
        'email=data@tryout.example',
        'repository=https://github.com/tryout/platform',
        'cloudflare-account=0f1e2d3c4b5a69788796a5b4c3d2e1f0',
        'cloudflare-zone-id=9a8b7c6d5e4f30211203f4e5d6c7b8a9',
        'cloudflare-team=tryout',
      ];
      const init = (flags: readonly string[]) => run(['init', ...flags.map((flag) => `--${flag}`)], { cwd: folder });
      expect(init(common).stderr).toContain(`--${account[0]?.split('=')[0] ?? ''} is missing`);
      expect(init([...common, ...account, ...foreign]).stderr).toContain(`is no question with --cloud ${cloud}`);
      expect(init([...common, ...account])).toEqual(expect.objectContaining({ status: 0, stderr: '' }));
      expect(run(['validate'], { cwd: folder })).toEqual(expect.objectContaining({ status: 0 }));
    },
    60_000,
  );
});

function timed(folder: string): Promise<number> {
  const start = performance.now();
  return new Promise((done) =>
    spawn(process.execPath, [program, 'synth', '--output', 'timed'], { cwd: folder }).on('exit', () => done(performance.now() - start)),
  );
}

function killedAfter(folder: string, ms: number): Promise<void> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, 'synth'], { cwd: folder });
    child.on('exit', () => done());
    setTimeout(() => child.kill('SIGKILL'), ms);
  });
}
