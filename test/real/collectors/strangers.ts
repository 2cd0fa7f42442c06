/** The port of the agents: who has no certificate of the cluster's own authority may not send. */
import { join } from 'node:path';
import { objects } from '../alerts/rule-files';
import { authority, issue, type Certificate } from '../certificates';
import { handshake } from '../tls';
import type { Stage } from './journey';

export async function strangers({ agent, gateway, cluster, report }: Stage, folder: string): Promise<void> {
  const [certificate] = objects<Certificate>(cluster.name, 'certificate-otel-agent.');
  if (certificate === undefined) throw new Error(`dist/clusters/${cluster.name} has no Certificate otel-agent`);
  const foreign = await issue(certificate.object, await authority(folder, 'foreign'), join(folder, 'agent'));
  const server = { port: gateway.port(4319), serverName: 'otel-gateway.observability.svc', ca: join(agent.secret, 'ca.crt') };
  const answers = {
    without: await handshake(server),
    foreign: await handshake({ ...server, client: foreign }),
    own: await handshake({ ...server, client: agent.secret }),
  };
  report.check('who has no certificate of the cluster does not reach the port of the agents', [
    ...(/certificate required/.test(answers.without) ? [] : [`without a certificate: ${answers.without}`]),
    ...(/unknown ca|bad certificate|decrypt error/.test(answers.foreign) ? [] : [`with a foreign certificate: ${answers.foreign}`]),
    ...(answers.own === 'accepted' ? [] : [`with the certificate of the agent: ${answers.own}`]),
  ]);
}
