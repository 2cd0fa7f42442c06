/** What nodes and pods may reach outside the cluster's network, as far as a firewall that knows only ports can say it. */
import type { Platform } from '../model';

export interface EgressPort {
  readonly port: number;
  readonly why: string;
}

/** TCP ports to the internet, lowest first. Which hosts may be reached is decided per pod, by network policy and mesh. */
export function egressPorts({ delivery, security }: Platform): readonly EgressPort[] {
  const ssh = /^ssh:\/\/[^/:]+(?::(\d+))?\//.exec(delivery.repository);
  const smtp = 'smtp' in security ? security.smtp : undefined;
  const ports: readonly EgressPort[] = [
    { port: 443, why: 'images, APIs of the cloud and of the edge, other clusters' },
    ...(ssh ? [{ port: Number(ssh[1] ?? 22), why: 'the repository, by ssh' }] : []),
    ...(smtp ? [{ port: smtp.port, why: 'mail server' }] : []),
  ];
  return [...ports].sort((a, b) => a.port - b.port);
}
