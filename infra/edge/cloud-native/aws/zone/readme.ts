/** What a person does around `edge-zone`. */
import { edgeStackIds, tenantDomain } from '../../../../../lib/names';
import type { EdgeContext } from '../stack';

export const readme = ({ edge, platform, clusters }: EdgeContext): string => `# Zone ${edge.zone.name} at Route 53

First stack after bootstrap. Everything else proves names in this zone, so that it has to be found from outside before \`${clusters[0]?.cluster.name ?? ''}-edge\` is applied.

## Delegation

1. Apply. If somebody made the zone before: \`terraform import aws_route53_zone.platform <zone id>\`, and see in the plan that no record of yours is of the same name.
2. Give the output \`name_servers\` to the registrar, or as NS record to whoever keeps the zone above. Lower the lifetime of the old NS records a day before.
3. \`dig +short NS ${edge.zone.name} @1.1.1.1\` answers with them: now the other stacks.
4. A day later give \`ds_record\` to the registrar or the zone above. From then on resolvers that check refuse unsigned answers: never the other way round.

## Moving away, or a new key

Remove the DS record above first and wait until it is forgotten everywhere (its lifetime, usually a day). A zone that is signed above and unsigned here is gone for a third of the world.

## Tenants

\`${tenantDomain(platform)}\` is a zone of its own with its own signature: the clusters write records there and have no right to any other name but \`_acme-challenge\`.

## What it costs

Two zones 1 USD a month, a key 1 USD, queries 0.40 USD a million, their logs 0.50 USD a GB.

## Destroying

The zones, their keys and their signatures refuse. Alarms of the edge go to \`${platform.owner.email}\`, once somebody there has confirmed the mail of AWS. The stack \`${edgeStackIds.records}\` has the records.
`;
