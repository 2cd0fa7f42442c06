/** From the bootstrap to all waves healthy: what comes, in which order, and that a wave waits. */
import { until } from '../process';
import type { Report } from '../report';
import { applicationSetsPath, good } from './applications';
import type { ApiObject } from './api';
import { settled, unless, type Delivered } from './scene';
import { snapshot } from './snapshot';
import type { Timeline } from './timeline';

/** One status that is held back for a while: an object of the component, and what writes it. */
export interface Held {
  readonly component: string;
  readonly path: string;
  readonly object: string;
}

export interface FirstSyncProps {
  readonly delivered: Delivered;
  readonly root: string;
  /** Application -> wave. */
  readonly waves: ReadonlyMap<string, number>;
  readonly held: Held;
  readonly timeline: Timeline;
  readonly report: Report;
}

/** Longer than what Argo CD pauses between two waves, twice over. */
const patience = 5_000;

export async function firstSync(props: FirstSyncProps): Promise<void> {
  const { delivered, report, root, waves, timeline } = props;
  const { name, api, applications } = delivered;
  await waits(props);
  const problems = await unless(settled(delivered, new Set([root, ...waves.keys()]), 600));
  report.check(`${name}: ${waves.size} Applications and the root, exactly those of the components, synced and healthy`, problems);
  if (problems.length > 0) throw new Error(`${name} is not installed: the rest of the part needs it`);
  report.check(`${name}: no Application came before all of earlier waves were synced and healthy`, timeline.tooEarly(waves));
  report.check(`${name}: creation times of ${(await snapshot(api, applications)).size} objects follow the waves`, await disordered(props));
}

/** Holds a status back and looks for anything of a later wave. */
async function waits({ delivered: { api, applications, name, operators, mustRun }, held, waves, root, report }: FirstSyncProps): Promise<void> {
  const application = `${name}-${held.component}`;
  const wave = waves.get(application);
  if (wave === undefined) throw new Error(`${name} has no component ${held.component}`);
  const sofar = [...waves].filter(([each, its]) => its <= wave && each !== application).map(([each]) => each);
  await until(`${name}: everything up to wave ${wave} but ${held.component}`, 600, async () => {
    mustRun();
    const there = sofar.flatMap((each) => applications.get(each) ?? []);
    if (there.length === sofar.length && there.every(good) && applications.get(application)?.status?.sync?.status === 'Synced') return true;
    await applications.nudge(there.filter((each) => !good(each)));
    return undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, patience));
  const sets = await api.list<ApiObject>(applicationSetsPath);
  const late = applications
    .all()
    .map(({ metadata }) => metadata.name)
    .filter((each) => (waves.get(each) ?? -1) > wave);
  const lateSets = sets.filter(({ metadata }) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0) > wave).map((each) => each.metadata.name);
  const health = applications.get(application)?.status?.health?.status;
  const rootState = applications.get(root)?.status?.operationState;
  report.check(`${name}: wave ${wave} waits for ${held.component}: nothing of a later wave is there while its ${held.object} is not ready`, [
    ...late.map((each) => `${each} is there`),
    ...lateSets.map((each) => `ApplicationSet ${each} is there`),
    ...(health === 'Progressing' ? [] : [`${application} is ${health}`]),
    ...(rootState?.phase === 'Running' && rootState.message?.includes(`wave-${String(wave).padStart(2, '0')}`)
      ? []
      : [`${root}: ${rootState?.phase} ${rootState?.message}`]),
  ]);
  operators.release(held.path, held.object);
}

/** Objects that are older than one of an earlier wave, but for those that the bootstrap made. Times have whole seconds. */
async function disordered({ delivered: { api, applications }, waves, root }: FirstSyncProps): Promise<readonly string[]> {
  const objects = [...(await snapshot(api, applications))].filter(([, { application }]) => application !== root && !application.endsWith('-argocd'));
  const newest = new Map<number, { readonly id: string; readonly at: Date }>();
  for (const [id, { application, created }] of objects) {
    const wave = waves.get(application) ?? -1;
    if ((newest.get(wave)?.at ?? new Date(0)) < created) newest.set(wave, { id, at: created });
  }
  return objects.flatMap(([id, { application, created }]) => {
    const wave = waves.get(application) ?? -1;
    const before = [...newest].filter(([other, { at }]) => other < wave && at > created);
    return before.map(([other, last]) => `${id} (wave ${wave}, ${created.toISOString()}) is older than ${last.id} (wave ${other}, ${last.at.toISOString()})`);
  });
}
