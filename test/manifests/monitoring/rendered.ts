/** The monitoring option with stand-ins for everything that other options provide. */
import { capabilities, type Capability, type Component } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import { option } from '../../../manifests/monitoring/prometheus';
import { rendered, stub, type Rendered } from '../foundation/rendered';

const own: readonly Capability[] = ['metrics-operator', 'metrics', 'metrics-query', 'alerting', 'dashboards', 'dashboard-database'];

/** A cluster with the option, and with a component that states the given intents. */
export const monitoring = (cluster: 'aws-euc1' | 'az-weu', intents: Component['intents'] = {}, platform?: Platform): Rendered =>
  rendered(cluster, [...option.components, stub('others', { provides: capabilities.filter((each) => !own.includes(each)), intents })], platform);
