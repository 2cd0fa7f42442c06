/** `bash dist/helm/run.sh` as a person runs it: real Helm and kubectl on PATH, a kubeconfig, a checkout of the branch. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process';
import { gitEnv } from '../argocd/outside/upstreams';
import type { LocalCluster } from '../kubernetes/cluster';
import { goPrograms } from '../programs';

export interface Said {
  readonly code: number;
  readonly text: string;
}

export interface RunnerProps {
  /** Work tree of the repository. */
  readonly checkout: string;
  readonly cluster: LocalCluster;
  readonly work: string;
  /** The world outside. */
  readonly env: Readonly<Record<string, string>>;
  readonly say: (text: string) => void;
}

export class Runner {
  private constructor(
    private readonly checkout: string,
    readonly name: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async of({ checkout, cluster, work, env, say }: RunnerProps): Promise<Runner> {
    const [kubernetes, helm] = [await goPrograms('kubernetes', say), await goPrograms('helm', say)];
    const folder = join(work, 'person');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'bin'), { recursive: true });
    symlinkSync(kubernetes('kubectl'), join(folder, 'bin', 'kubectl'));
    symlinkSync(helm('helm'), join(folder, 'bin', 'helm'));
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, contexts(cluster), { mode: 0o600 });
    const path = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
    return new Runner(checkout, cluster.name, { ...gitEnv, ...env, PATH: path, HOME: folder, KUBECONFIG: kubeconfig });
  }

  async run(words: string, more: readonly string[] = []): Promise<Said> {
    const { code, stdout, stderr } = await run('bash', ['dist/helm/run.sh', ...words.split(' '), ...this.place(more)], { cwd: this.checkout, env: this.env });
    return { code, text: stdout + stderr };
  }

  /** Starts it and kills it with everything that it has started, at once and without a word, as soon as `when` is there. */
  async killed(words: string, when: () => Promise<void>): Promise<void> {
    const child = spawn('bash', ['dist/helm/run.sh', ...words.split(' '), ...this.place([])], {
      cwd: this.checkout,
      env: { ...process.env, ...this.env },
      detached: true,
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      await when();
    } finally {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    }
    await ended;
  }

  helm = (args: readonly string[]) => run('helm', args, { env: { ...this.env, HELM_KUBECONTEXT: this.name } });

  private place = (more: readonly string[]): readonly string[] => (more.includes('--cluster') ? more : ['--cluster', this.name, ...more]);
}

/** The right name, which is what the runner takes, and a person without the rights to write. */
const contexts = ({ name, server, token }: LocalCluster): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [
      { name: 'administrator', user: { token } },
      { name: 'visitor', user: { token, as: 'visitor' } },
    ],
    contexts: [
      { name, context: { cluster: name, user: 'administrator' } },
      { name: 'visitor', context: { cluster: name, user: 'visitor' } },
    ],
  });
