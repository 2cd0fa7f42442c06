/**
 * Base of every stack in AWS, whichever aspect it belongs to: provider bound to one account and region, state in that
 * region or at home, tags. A stack may lie in a region without a cluster, for what AWS keeps in us-east-1 only: its region
 * is listed in satellites.ts, and its state is at home.
 */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { PlatformStack, type ProviderName, type TerraformApp } from '../../lib/constructs/terraform';
import { awsAccount, type Platform } from '../../lib/model';
import { platformTags, stateBackend } from '../state';

export interface AwsStackProps {
  readonly platform: Platform;
  /** Of the resources; where a stack spans regions, of those that name none. */
  readonly region: string;
  /** Region that keeps the state. @default - the home */
  readonly stateRegion?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Other providers of the stack. @default - none */
  readonly also?: readonly ProviderName[];
  readonly summary: string;
  readonly readme?: string;
}

/** An empty stack. Credentials of another account than the platform's are refused before anything is read. */
export function awsStack(scope: TerraformApp, id: string, { platform, region, stateRegion, tags, also = [], summary, readme }: AwsStackProps): PlatformStack {
  const stack = new PlatformStack(scope, id, {
    providers: ['aws', ...also],
    backend: stateBackend(platform, 'aws', stateRegion),
    tags: { ...platformTags(platform), ...tags },
    summary,
    ...(readme === undefined ? {} : { readme }),
  });
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: [awsAccount(platform).accountId] });
  return stack;
}
