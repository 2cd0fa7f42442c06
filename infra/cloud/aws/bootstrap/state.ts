/** Where Terraform keeps what it knows: lose it, and nobody can change the platform safely any more. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, type Platform } from '../../../../lib/model';
import { awsStateBucket, awsStateKey, homeRegion, stateRegions } from '../../../state';
import { acceptAccessLogs, hardenedBucket, type HardenedBucket } from '../kits/bucket';
import { customerKey } from '../kits/key';
import { replicate, type ReplicaEnd } from '../kits/replication';
import { address, stateLogsBucket, stateReplicationRole } from '../names';

interface StateStore extends ReplicaEnd {
  readonly id: string;
  readonly made: HardenedBucket;
}

/**
 * A bucket and a key in each region with a cluster; gives the ARNs of the keys. No object lock: Terraform's own lock is
 * an object that it deletes.
 */
export function stateStores(stack: PlatformStack, platform: Platform): readonly string[] {
  const stores = stateRegions(platform, 'aws').map((region) => stateStore(stack, platform, region));
  // Each bucket has the states of all regions: where one is lost, its stacks and what is there once go on from another.
  for (const source of stores) for (const target of stores) if (source !== target) copyStates(stack, platform, source, target);
  return stores.map(({ keyArn }) => keyArn);
}

function stateStore(stack: PlatformStack, platform: Platform, region: string): StateStore {
  const { accountId } = awsAccount(platform);
  const away = region === homeRegion(platform, 'aws') ? {} : { region };
  const id = (part: string) => ('region' in away ? `${part}_${address(region)}` : part);
  const key = customerKey(stack, { ...away, id: id('state'), alias: awsStateKey(platform), accountId, description: 'Terraform states' });
  const name = awsStateBucket(platform, region);
  const logName = stateLogsBucket(platform, region);
  const logs = hardenedBucket(stack, {
    ...away,
    id: id('state_logs'),
    name: logName,
    expireDays: 365,
    undeleteDays: 7,
    statements: [acceptAccessLogs(logName, accountId, [name])],
  });
  const made = hardenedBucket(stack, { ...away, id: id('state'), name, keyArn: key.arn, undeleteDays: 365, logsTo: logs.bucket.id });
  return { id: id('state'), name, region, keyArn: key.arn, made };
}

const copyStates = (stack: PlatformStack, platform: Platform, source: StateStore, target: StateStore): void =>
  replicate(stack, {
    id: source.id,
    roleName: stateReplicationRole(platform, source.region),
    source,
    target,
    dependsOn: [source.made, target.made],
    ...(source.region === homeRegion(platform, 'aws') ? {} : { region: source.region }),
  });
