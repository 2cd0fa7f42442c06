import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { isShared, secrets } from '../../../../lib/names';
import { secretContainer } from '../kits/secret';
import { pagedByAlertManager, readByAlertManager } from './alert-manager';
import type { AwsContext } from '../kits/stack';

/** Secrets that are this cluster's own; those of all clusters of the account have a stack of their own (regions/secrets.ts). */
export function secretContainers(stack: PlatformStack, { platform, cluster, names }: AwsContext, kmsKeyId: string): void {
  for (const secret of secrets(platform))
    if (!isShared(platform, cluster, secret))
      secretContainer(stack, platform, {
        ...secret,
        name: names.secret(secret.id),
        kmsKeyId,
        readers: [names.roleArn('external-secrets')],
        ...(pagedByAlertManager(platform).includes(secret.id) ? { services: [readByAlertManager(platform, cluster.region)] } : {}),
      });
}
