/** What the zone has for Front Door: the proofs that it may have certificates of our hosts, and the names that health checks ask. */
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { pinned } from '../../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../../lib/constructs/terraform';
import { clustersOn } from '../../../../../lib/model';
import { edgeStackIds, frontDoorChecks, frontDoorHosts, frontDoorProofHost } from '../../../../../lib/names';
import { stackOutputs } from '../../../../state';
import { remoteOutputs } from '../../../origins';
import { address, type EdgeContext } from '../stack';

/** Host of the Front Door endpoint as an expression; undefined where no cluster is behind one. */
export function frontDoor(stack: PlatformStack, { platform }: EdgeContext, zoneId: string): string | undefined {
  if (clustersOn(platform, 'azure').length === 0) return undefined;
  const output = remoteOutputs(stack, platform, { stackId: edgeStackIds.frontDoor, provider: 'azure' });
  for (const { id, host } of frontDoorHosts(platform)) {
    const records = [`\${${output(stackOutputs.hostProofs)}["${host}"]}`];
    pinned(
      new Route53Record(stack, `record_proof_${address(id)}`, { zoneId, name: frontDoorProofHost(host), type: 'TXT', ttl: 300, records }),
      address('proof', id),
    );
  }
  const host = `\${${output(stackOutputs.frontDoorHost)}}`;
  for (const check of frontDoorChecks(platform)) {
    const record = new Route53Record(stack, `record_${address(check.id)}`, { zoneId, name: check.host, type: 'CNAME', ttl: 300, records: [host] });
    pinned(record, address(check.id));
  }
  return host;
}
