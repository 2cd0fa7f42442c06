/** A log group for each tenant: made before anybody writes, since a group that CloudWatch makes itself never forgets and is not ours to encrypt. */
import { CloudwatchLogDataProtectionPolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-data-protection-policy';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogIndexPolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-index-policy';
import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { findKeyArn } from '../../../cloud/aws/kits/lookup';
import type { AwsContext } from '../../../cloud/aws/kits/stack';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { logGroup, logStream, logTenants, type LogTenant } from '../../../../lib/names';
import { attributes } from './fields';
import { cloudLogs } from '../settings';

export function tenantGroups(stack: PlatformStack, context: AwsContext): void {
  const kmsKeyId = findKeyArn(stack, context, 'observability');
  for (const tenant of Object.values(logTenants)) tenantGroup(stack, context, tenant, kmsKeyId);
}

function tenantGroup(stack: PlatformStack, context: AwsContext, tenant: LogTenant, kmsKeyId: string): void {
  const { retentionDays, auditRetentionDays, tier } = cloudLogs(context);
  const isStandard = tenant === logTenants.audit || tier === 'standard';
  const group = pinned(
    new CloudwatchLogGroup(stack, tenant, {
      name: logGroup(context.names, tenant),
      logGroupClass: isStandard ? 'STANDARD' : 'INFREQUENT_ACCESS',
      retentionInDays: tenant === logTenants.audit ? auditRetentionDays : retentionDays,
      kmsKeyId,
      lifecycle: keep,
    }),
  );
  pinned(new CloudwatchLogStream(stack, `${tenant}_stream`, { name: logStream, logGroupName: group.name }), tenant);
  if (!isStandard) return; // the class knows neither
  pinned(new CloudwatchLogDataProtectionPolicy(stack, `${tenant}_protection`, { logGroupName: group.name, policyDocument: protection(tenant) }), tenant);
  pinned(
    new CloudwatchLogIndexPolicy(stack, `${tenant}_index`, {
      logGroupName: group.name,
      policyDocument: JSON.stringify({ Fields: [attributes.namespace, attributes.service] }),
    }),
    tenant,
  );
}

/** Credentials that the gateway does not know by their shape; who may see them needs `logs:Unmask`, which no role of the platform has. */
const identifiers = ['AwsSecretKey', 'OpenSshPrivateKey', 'PgpPrivateKey', 'PkcsPrivateKey', 'PuttyPrivateKey'].map(
  (name) => `arn:aws:dataprotection::aws:data-identifier/${name}`,
);
const protection = (tenant: LogTenant): string =>
  JSON.stringify({
    Name: `credentials-${tenant}`,
    Description: 'Masks credentials in lines',
    Version: '2021-06-01',
    Statement: [
      { Sid: 'audit', DataIdentifier: identifiers, Operation: { Audit: { FindingsDestination: {} } } },
      { Sid: 'mask', DataIdentifier: identifiers, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  });
