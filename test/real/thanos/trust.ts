/** Who may ask a cluster for its metrics, and whom a cluster believes: docs/adr/0008-cross-cluster-metrics.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../../lib/model';
import { metricsPeerHost } from '../../../lib/names';
import { authority, issue } from '../certificates';
import { until } from '../process';
import type { Report } from '../report';
import { handshake } from '../tls';
import { certificate, type Authorities } from './peers';
import { Thanos } from './pod';
import { answers, ask } from './queries';
import type { Site } from './site';

export interface TrustProps {
  readonly sites: readonly Site[];
  readonly made: Authorities;
  readonly folder: string;
  readonly platform: Platform;
  readonly report: Report;
}

export async function trust(props: TrustProps): Promise<void> {
  const [first, second] = props.sites;
  if (first === undefined || second === undefined) return props.report.skip('trust between clusters', 'there is one cluster only');
  await whoMayAsk(first, second, props);
  await whoIsBelieved(first, second, props);
  await withoutPrometheus(first, props.report);
}

/** The port that the load balancer opens. */
async function whoMayAsk(site: Site, other: Site, { made, folder, platform, report }: TrustProps): Promise<void> {
  const cluster = platform.cloud.clusters.find(({ name }) => name === site.name);
  if (cluster === undefined) return;
  const server = { port: site.pod('thanos-peer-query').grpc, serverName: metricsPeerHost(platform, cluster), ca: made.root };
  const client = other.props.secrets['thanos-peer-client'] ?? '';
  const foreign = await issue(
    certificate(other.name, 'thanos-peer-client'),
    await authority(join(folder, 'foreign'), 'foreign'),
    join(folder, 'foreign/client'),
  );
  const cases: readonly (readonly [who: string, answer: string, wanted: RegExp])[] = [
    ['the client certificate of the other cluster', await handshake({ ...server, client }), /^accepted$/],
    ['no certificate', await handshake(server), /certificate required/],
    ['a certificate of a foreign authority', await handshake({ ...server, client: foreign }), /unknown ca|bad certificate/],
    [
      'the server certificate of the other cluster',
      await handshake({ ...server, client: other.props.secrets['thanos-peer-server'] ?? '' }),
      /bad certificate|unsupported certificate|unknown ca/,
    ],
    ['TLS 1.2', await handshake({ ...server, client, maxVersion: 'TLSv1.2' }), /protocol version/],
  ];
  report.check(
    `${site.name}: of ${cases.length} kinds of clients the one with a client certificate of a peer is answered`,
    cases.filter(([, answer, wanted]) => !wanted.test(answer)).map(([who, answer]) => `${who}: ${answer}`),
  );
}

/** The other cluster goes away, somebody else answers in its place, it comes back. */
async function whoIsBelieved(site: Site, other: Site, { made, folder, platform, report }: TrustProps): Promise<void> {
  const query = site.pod('thanos-query');
  const count = { query: 'count by (cluster) (up{job="self"})' };
  const [alone, both] = [[`${site.name}=1`], [`${site.name}=1`, `${other.name}=1`]];
  await other.pod('thanos-peer-query').stop();
  report.check(`${site.name}: answers for itself while the other cluster is away`, await answers(query, count, alone));
  const peer = platform.cloud.clusters.find(({ name }) => name === other.name);
  if (peer === undefined) return;
  const name = `${metricsPeerHost(platform, peer)}:10901`;
  // Its own authority, which it holds, and the other one's name.
  const forged = await issue(certificate(other.name, 'thanos-peer-server'), made.of(site.name), join(folder, 'forged'));
  const impostor = await Thanos.prepare({
    program: site.props.programs.thanos,
    name: 'impostor',
    args: [],
    folder: join(folder, 'impostor'),
    servers: site.props.servers,
    env: site.hosts.env,
  });
  other.start('thanos-peer-query', { ...other.props.secrets, 'thanos-peer-server': forged }, impostor);
  report.check('an impostor runs', await impostor.notReady());
  site.hosts.serve(name, impostor.grpc);
  const reason = await until('refusal', 45, () =>
    Promise.resolve(/permitted|name constraint|not authorized to sign|x509/.exec(readFileSync(query.log, 'utf8'))?.[0]),
  ).catch(() => undefined);
  report.check(`${site.name}: does not believe who has the name of the other cluster from another cluster's authority`, [
    ...(reason === undefined ? ['its log does not refuse the certificate'] : []),
    ...(await answers(query, count, alone, 10)),
  ]);
  await impostor.stop();
  other.start('thanos-peer-query');
  site.hosts.serve(name, other.pod('thanos-peer-query').grpc);
  report.check(`${site.name}: sees the other cluster again when it is back`, await answers(query, count, both, 90));
}

/** Long ago is in the bucket. */
async function withoutPrometheus(site: Site, report: Report): Promise<void> {
  for (const replica of site.replicas) await replica.stop();
  const old = `count by (cluster) (last_over_time(history_recent{cluster="${site.name}"}[4d]))`;
  report.check(
    `${site.name}: the store gateway answers for the past without Prometheus`,
    await answers(site.pod('thanos-query'), { query: old }, [`${site.name}=1`]),
  );
  const { status, error } = await ask(site.pod('thanos-query-frontend'), { query: old });
  report.check(`${site.name}: and the frontend with it`, status === 'success' ? [] : [error ?? status]);
}
