/** Which alert silences which, for every router that speaks Alertmanager's language. */
import { hasTenants, type Platform } from '../model';

export interface Inhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

const silences = (source: string, targets: readonly string[], equal: readonly string[]): Inhibition => ({
  source_matchers: [`alertname="${source}"`],
  target_matchers: [`alertname=~"${targets.join('|')}"`],
  equal: ['cluster', ...equal],
});

const volume = ['namespace', 'persistentvolumeclaim'];

/** `pages`: whether there are pages about such objects. */
function knowsBetter(kind: string, pages: boolean): readonly Inhibition[] {
  const pair = (source: string, target: string): Inhibition => ({
    source_matchers: [source, 'scope!="general"', `${kind}=~".+"`],
    target_matchers: [target, 'scope="general"'],
    equal: ['cluster', 'namespace', kind],
  });
  return [...(pages ? [pair('severity="critical"', 'severity=~"critical|warning"')] : []), pair('severity="warning"', 'severity="warning"')];
}

/** The cause silences what follows from it. */
export const inhibitions: readonly Inhibition[] = [
  silences('NodeNotReady', ['KubeletUnreachable', 'NodePressure', 'NodeSaturated'], ['node']),
  silences('NodeNotReady', ['DaemonSetIncomplete', 'NodeExporterMissing'], []),
  silences('NodeFilesystemFull', ['NodeFilesystemFillingUp'], ['node', 'mountpoint']),
  silences('DeploymentUnavailable', ['DeploymentReplicasMissing', 'RolloutStuck'], ['namespace', 'deployment']),
  silences('EndpointBudgetBurning', ['EndpointBudgetLeaking'], ['namespace', 'service']),
  silences('VolumeAlmostFull', ['VolumeFullInFourDays'], volume),
  silences('PostgresVolumeFilling', ['VolumeAlmostFull', 'VolumeFullInFourDays'], volume),
  // A component that knows better what is wrong with an object: one message, not two. A ticket never silences a page.
  ...['deployment', 'statefulset'].flatMap((kind) => knowsBetter(kind, true)),
  ...['daemonset', 'horizontalpodautoscaler'].flatMap((kind) => knowsBetter(kind, false)),
  // While a page of a component rings, tickets about its pods only repeat it. Pages about other objects of the namespace still ring.
  {
    source_matchers: ['severity="critical"', 'scope!="general"'],
    target_matchers: ['scope="general"', 'severity="warning"'],
    equal: ['cluster', 'namespace'],
  },
  silences('ClusterStateUnknown', ['TargetsDown', 'ClusterStateIncomplete'], []),
  silences('ObjectStoreUploadsStopped', ['ObjectStoreErrors'], []),
];

const database = ['namespace', 'database'];
/** The same for databases of tenants: whose primary is gone needs no further message. */
const ofDatabases: readonly Inhibition[] = [
  silences('DatabaseDown', ['DatabaseBudgetBurning', 'DatabaseBudgetLeaking', 'PoolerClientsWaiting', 'PoolerDown'], database),
  silences('DatabaseWithoutPrimary', ['DatabaseBudgetBurning', 'DatabaseBudgetLeaking', 'PoolerClientsWaiting'], database),
  silences('DatabaseBudgetBurning', ['DatabaseBudgetLeaking'], database),
  silences('DatabaseArchiveLate', ['DatabaseArchiveFailing'], database),
  silences('DatabaseVolumeFilling', ['DatabaseVolumeFullSoon', 'VolumeAlmostFull', 'VolumeFullInFourDays'], volume),
  silences('DatabaseVolumeFullSoon', ['VolumeFullInFourDays'], volume),
];

/** Those that a platform has alerts for. */
export const inhibitionsOf = (platform: Pick<Platform, 'tenants'>): readonly Inhibition[] => [...inhibitions, ...(hasTenants(platform) ? ofDatabases : [])];
