/** What a person does once, as docs/production.md says: the credential of the repository, then the bootstrap, twice. */
import type { LocalCluster } from '../kubernetes/cluster';
import { apply, listOf, served } from '../kubernetes/apply';
import { cloudDefinitions } from '../kubernetes/definitions';
import type { Report } from '../report';
import { goPrograms } from '../programs';
import { run } from '../process';
import type { World } from './outside';

export interface BootstrapProps {
  readonly cluster: LocalCluster;
  readonly provider: string;
  readonly repository: string;
  readonly world: World;
  readonly report: Report;
}

export async function bootstrap({ cluster, provider, repository, world, report }: BootstrapProps): Promise<void> {
  const given = cloudDefinitions(provider);
  await apply(cluster, [...given.files, ...(given.objects.length > 0 ? ['-'] : [])], { input: listOf(given.objects) });
  await credential(cluster, repository, world);
  const expected = /^resource mapping not found .* no matches for kind "(AppProject|Application)"|^ensure CRDs are installed first$/;
  const first = await applied(cluster, world);
  report.check(
    `${cluster.name}: bootstrap with Argo CD's own manifests, first run: only what its definitions define waits`,
    first.filter((line) => !expected.test(line)),
  );
  const unserved = await served(cluster);
  report.check(`${cluster.name}: bootstrap, second run: everything is accepted without a warning`, [...unserved, ...(await applied(cluster, world))]);
}

async function credential({ kubectl }: LocalCluster, repository: string, { app }: World): Promise<void> {
  await kubectl(['create', 'namespace', 'argocd']);
  const stringData = {
    type: 'git',
    project: '',
    url: repository,
    githubAppID: app.id,
    githubAppInstallationID: app.installation,
    githubAppPrivateKey: app.privateKey,
  };
  const labels = { 'argocd.argoproj.io/secret-type': 'repository' };
  await kubectl(['create', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'repository', namespace: 'argocd', labels }, stringData }),
  });
}

/** The command of dist/README.md. */
async function applied({ kubeconfig, name }: LocalCluster, { env }: World): Promise<readonly string[]> {
  const kubectl = (await goPrograms('kubernetes', () => undefined))('kubectl');
  const args = ['--kubeconfig', kubeconfig, 'apply', '-k', `dist/bootstrap/${name}`, '--server-side', '--force-conflicts'];
  const { stderr } = await run(kubectl, args, { env });
  return stderr.split('\n').filter((line) => line !== '');
}
