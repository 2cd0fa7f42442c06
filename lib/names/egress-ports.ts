/** What nodes and pods may reach outside the cluster's network, as far as a firewall that knows only ports can say it. */
import type { Platform } from '../model';
import { publicPorts } from './edge-ingress';
import { readRepository } from './repository';

export interface EgressPort {
  readonly port: number;
  readonly why: string;
}

/** TCP ports to the internet, lowest first. Which hosts may be reached is decided per pod, by network policy and mesh. */
export function egressPorts(platform: Platform): readonly EgressPort[] {
  const { security } = platform;
  const ssh = /^ssh:\/\/[^/:]+(?::(\d+))?\//.exec(readRepository(platform)?.url ?? '');
  const smtp = 'smtp' in security ? security.smtp : undefined;
  const ports: readonly EgressPort[] = [
    { port: 443, why: 'images, APIs of the cloud and of the edge' },
    ...(ssh ? [{ port: Number(ssh[1] ?? 22), why: 'the repository, by ssh' }] : []),
    ...(smtp ? [{ port: smtp.port, why: 'mail server' }] : []),
    ...publicPorts(platform).flatMap(({ from, port, id }) => (from === 'peers' ? [{ port, why: `the other clusters (${id})` }] : [])),
  ];
  return [...new Map(ports.map((each) => [each.port, each])).values()].sort((a, b) => a.port - b.port);
}
