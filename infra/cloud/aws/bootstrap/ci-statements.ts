/** Parts that the pipeline's policies share. */
import type { AwsCluster, Platform } from '../../../../lib/model';
import { namesOf } from '../../../../lib/names';
import { awsRegions } from '../../../satellites';
import type { Conditions } from '../kits/policy';

export const prefixes = (platform: Platform, clusters: readonly AwsCluster[]): readonly string[] => clusters.map((each) => namesOf(platform, each).prefix());
export const inRegions = (platform: Platform): Conditions => ({ StringEquals: { 'aws:RequestedRegion': awsRegions(platform) } });
export const actions = (service: string, verbs: readonly string[]): readonly string[] => verbs.map((verb) => `${service}:${verb}`);
