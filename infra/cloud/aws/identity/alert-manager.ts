/** The alert manager of the managed Prometheus: a service of AWS that reads keys of receivers from the secret store. */
import { awsAccount, choose, type Monitoring, type Platform } from '../../../../lib/model';
import type { Conditions, Statement } from '../kits/policy';

/** Only on behalf of workspaces of this account; their ids exist only after an apply. */
export const fromWorkspaces = (platform: Platform, region: string): Conditions => ({
  StringEquals: { 'aws:SourceAccount': awsAccount(platform).accountId },
  ArnLike: { 'aws:SourceArn': `arn:aws:aps:${region}:${awsAccount(platform).accountId}:workspace/*` },
});

/** Ids of the secrets that it reads. */
export const pagedByAlertManager = ({ monitoring }: Pick<Platform, 'monitoring'>): readonly string[] =>
  choose<Monitoring, readonly string[]>(monitoring, {
    prometheus: () => [],
    'cloud-native': ({ alerts }) =>
      (['critical', 'warning'] as const).filter((severity) => alerts[severity].type === 'pagerduty').map((severity) => `alerts-${severity}`),
  });

/** @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-pagerduty.html */
export const readByAlertManager = (platform: Platform, region: string): Statement => ({
  sid: 'AlertManagerReads',
  principal: { Service: 'aps.amazonaws.com' },
  actions: 'secretsmanager:GetSecretValue',
  resources: '*',
  conditions: fromWorkspaces(platform, region),
});
