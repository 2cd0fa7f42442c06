/** The Terraform side of a synthesis: Platform -> files below dist/terraform. */
import {
  IntentBoard,
  Recording,
  RecordingSession,
  intentKinds,
  recordedNames,
  seenAt,
  type IntentKind,
  type Memo,
  type RenderedCluster,
  type Seen,
  type Wiring,
} from '../lib/components';
import { type PlatformStack, TerraformApp, withoutStackTraces } from '../lib/constructs/terraform';
import type { Aspect, Cluster, CloudLock, Platform } from '../lib/model';
import { namesOf } from '../lib/names';
import type { OutputFile } from '../lib/output/file';
import type { PlatformContext, StackSpec } from './context';
import { stackGroups } from './registry';

export interface RenderedStack extends StackText {
  readonly id: string;
  /** Aspect whose option it is there for. */
  readonly aspect: Aspect;
  readonly recording: Recording;
  /** Components (`<cluster>/<component>`) whose intents went into it. */
  readonly intentsFrom: readonly string[];
}

/** What a stack's build makes. */
export interface StackText {
  readonly summary: string;
  readonly files: readonly OutputFile[];
}

export interface InfraProps {
  readonly platform: Platform;
  readonly lock: CloudLock;
  /** The clusters as they were rendered: their intents are asked, never their objects. */
  readonly clusters: readonly RenderedCluster[];
  /** Stacks of earlier syntheses that may be used again. @default - none */
  readonly memo?: Memo<StackText>;
}

/** Every stack of the platform, with what was read to know that it exists. */
function plannedStacks(props: InfraProps): PlannedStacks {
  const session = new RecordingSession();
  const boards = new Map(props.clusters.map(({ cluster, components }) => [cluster.name, new IntentBoard(components, session, `intents.${cluster.name}`)]));
  const everywhere = new Recording();
  const groups = session.during(everywhere, () => stackGroups(recordedContext(session, props, boards)));
  const specs = groups.flatMap(({ aspect, plan }) => {
    const because = startedWith(everywhere);
    return session.during(because, plan).map((spec): PlannedStack => ({ spec, aspect, because }));
  });
  return { session, boards, specs };
}

interface PlannedStack {
  readonly spec: StackSpec;
  readonly aspect: Aspect;
  /** What was read to know that it is there. */
  readonly because: Recording;
}
interface PlannedStacks {
  readonly session: RecordingSession;
  readonly specs: readonly PlannedStack[];
  /** Intents by cluster. */
  readonly boards: Boards;
}
type Boards = ReadonlyMap<string, IntentBoard>;

/** A recording that begins with what was read before the stack's own turn. */
function startedWith(shared: Recording): Recording {
  const recording = new Recording();
  for (const [path, seen] of shared.reads) recording.read(path, seen);
  return recording;
}

/** Builds every stack into `app`, for `cdktf`. */
export function buildStacks(app: TerraformApp, props: InfraProps): readonly PlatformStack[] {
  const { session, specs } = plannedStacks(props);
  return withoutStackTraces(() => specs.map(({ spec }) => session.during(new Recording(), () => spec.build(app, spec.id))));
}

/** Synthesises in memory. */
export function terraformFiles(props: InfraProps): readonly RenderedStack[] {
  const { session, specs, boards } = plannedStacks(props);
  const app = new TerraformApp({ outdir: 'cdktf.out' });
  const roots = { platform: props.platform, lock: props.lock };
  const see = (keys: readonly string[]): Seen => (keys[0] === 'intents' ? boards.get(keys[1] ?? '')?.digest(keys[2] as IntentKind) : seenAt(roots, keys));
  return specs.map(({ spec, aspect, because }) => {
    const recording = startedWith(because);
    const kept = props.memo?.find(spec.id, see);
    if (kept) {
      for (const [path, seen] of kept.reads) recording.read(path, seen);
      return { id: spec.id, aspect, recording, intentsFrom: intentsFrom(recording, boards), ...kept.made };
    }
    const made = withoutStackTraces(() => {
      const stack = session.during(recording, () => spec.build(app, spec.id));
      return { summary: stack.summary, files: stackFiles(stack) };
    });
    props.memo?.keep(spec.id, recording.reads, made);
    return { id: spec.id, aspect, recording, intentsFrom: intentsFrom(recording, boards), ...made };
  });
}

const intentsFrom = (recording: Recording, boards: Boards): readonly string[] =>
  [...boards].flatMap(([cluster, board]) => {
    const kinds = intentKinds.filter((kind) => recording.reads.has(`intents.${cluster}.${kind}`));
    return [...new Set(kinds.flatMap((kind) => board.sources(kind)))].sort().map((component) => `${cluster}/${component}`);
  });

/** The stack itself and, where there is something to do by hand, what to do. */
function stackFiles(stack: PlatformStack): readonly OutputFile[] {
  const owner = `terraform/${stack.stackName}`;
  const main = { path: `${owner}/main.tf.json`, content: stack.synthesizeText(), owner };
  if (stack.readme === undefined) return [main];
  const note = '<!-- Generated by dbaas-gitops from platform.yaml. Do not edit: change platform.yaml and run npm run synth. -->\n\n';
  return [main, { path: `${owner}/README.md`, content: `${note}${stack.readme.trimEnd()}\n`, owner }];
}

function recordedContext(session: RecordingSession, { platform, lock }: InfraProps, boards: Boards): PlatformContext {
  const view = session.view(platform, 'platform');
  const locked = session.view(lock, 'lock');
  const clusters = (platform.cloud.clusters as readonly Cluster[]).map((cluster, index) => {
    const clusterView = session.view(cluster, `platform.cloud.clusters.${index}`);
    const board = boards.get(cluster.name);
    const wiring: Wiring = {
      all: (kind) => {
        if (!board) throw new RangeError(`the intents of ${cluster.name} were not handed over`);
        return board.all(kind);
      },
    };
    return { platform: view, cluster: clusterView, lock: locked, names: recordedNames(session, namesOf(view, clusterView)), wiring };
  });
  return { platform: view, lock: locked, clusters };
}
