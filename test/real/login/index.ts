/** The login, end to end: everything between a browser and an application runs here, configured by dist/ alone. See mapping.ts. */
import { existsSync } from 'node:fs';
import type { Cluster } from '../../../lib/model';
import { realmName } from '../../../lib/names';
import type { Part } from '../part';
import { canBeApart, runApart } from './apart';
import { buildOptions } from './identity';
import type { InsideProps } from './inside';
import { loginPrograms } from './programs';

export const login: Part = async ({ report, servers, work, platform }) => {
  if (!(await canBeApart({ report }))) return;
  const cluster = (platform.cloud.clusters as readonly Cluster[]).find(({ name }) => existsSync(`dist/clusters/${name}/keycloak-realm`));
  if (cluster === undefined) throw new Error('no cluster runs Keycloak');
  const programs = await loginPrograms(buildOptions(cluster.name), (text) => report.note(text));
  const props: InsideProps = {
    cluster: cluster.name,
    range: 'pods' in cluster.network ? cluster.network.pods : cluster.network.cidr,
    domain: platform.domain,
    platform: platform.name,
    realm: realmName(platform),
    work,
    programs,
  };
  report.skip(
    'the job with keycloak-config-cli',
    'its program is in no package registry; the realm comes from the generated KeycloakRealmImport, which says the same',
  );
  await runApart({ report, servers, work }, 'build/test/real/login/inside.js', props);
};
