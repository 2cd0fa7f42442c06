/** `edge-zone`: the zone of the platform and that of its tenants, signed and logged; and where the edge's alarms go. */
import { TerraformOutput } from '../../../../../lib/constructs/terraform';
import { edgeStackIds, tenantDomain } from '../../../../../lib/names';
import type { StackSpec } from '../../../../context';
import { globalStack, type EdgeContext } from '../stack';
import { authorities } from './authorities';
import { signed, signingKey } from './dnssec';
import { delegation, zone } from './hosted-zone';
import { logKey, queryLogs } from './query-logs';
import { readme } from './readme';
import { alarmTopic, signingAlarms } from './alarms';

export const zoneStack = (context: EdgeContext): StackSpec =>
  globalStack(context, edgeStackIds.zone, {
    summary: `DNS zones ${context.edge.zone.name} and ${tenantDomain(context.platform)} at Route 53, with DNSSEC and logs of queries. When they are wrong, nobody finds anything.`,
    readme: readme(context),
    build: (stack) => {
      const { platform, edge } = context;
      const own = zone(stack, 'platform', edge.zone.name, `Hosts of ${platform.name}`);
      const tenants = zone(stack, 'tenants', tenantDomain(platform), `Names of the tenants of ${platform.name}, written by its clusters`);
      const key = signingKey(stack, context);
      const signedOwn = signed(stack, 'platform', own, key);
      const signedTenants = signed(stack, 'tenants', tenants, key);
      delegation(stack, own, tenants, signedTenants);
      const logs = logKey(stack, context);
      queryLogs(stack, context, logs.arn, { platform: own, tenants });
      authorities(stack, context, own);
      const topic = alarmTopic(stack, context, logs.arn);
      signingAlarms(stack, context, topic, { platform: own, tenants });
      new TerraformOutput(stack, 'name_servers', {
        value: own.nameServers,
        description: 'What the registrar, or the zone above, must have as name servers of the zone',
      });
      new TerraformOutput(stack, 'ds_record', {
        value: signedOwn.dsRecord,
        description: 'What the registrar, or the zone above, must have as DS record: DNSSEC protects nothing before',
      });
    },
  });
