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
import type { PlatformContext, StackPart, StackParts, StackSpec } from './context';
import type { StackFiles } from './check/merged';
import { stackGroups } from './registry';

export interface RenderedStack extends StackText {
  readonly id: string;
  /** Aspect whose option it is there for. */
  readonly aspect: Aspect;
  readonly recording: Recording;
  /** Components (`<cluster>/<component>`) whose intents went into it. */
  readonly intentsFrom: readonly string[];
  /** What lies in files of their own. */
  readonly parts: readonly RenderedPart[];
}

/** A file of a stack with an owner of its own. */
export interface RenderedPart extends StackText {
  readonly id: string;
  readonly recording: Recording;
}

/** Every file of a stack, its own first. */
export const filesOf = ({ files, parts }: Pick<RenderedStack, 'files' | 'parts'>): readonly OutputFile[] => [...files, ...parts.flatMap((part) => part.files)];
/** The texts that Terraform reads of a stack, as one configuration. */
export const configurationOf = (stack: RenderedStack): StackFiles => ({
  id: stack.id,
  files: filesOf(stack)
    .filter(({ path }) => path.endsWith('.tf.json'))
    .map(({ path, content }) => ({ file: path, json: content })),
});

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
  const built = (spec: StackSpec): PlatformStack => {
    const stack = spec.build(app, spec.id);
    for (const part of spec.parts?.all ?? []) part.build(stack);
    return stack;
  };
  return withoutStackTraces(() => specs.map(({ spec }) => session.during(new Recording(), () => built(spec))));
}

/** Synthesises in memory. */
export function terraformFiles(props: InfraProps): readonly RenderedStack[] {
  const { session, specs, boards } = plannedStacks(props);
  const app = new TerraformApp({ outdir: 'cdktf.out' });
  const roots = { platform: props.platform, lock: props.lock };
  const see = (keys: readonly string[]): Seen => (keys[0] === 'intents' ? boards.get(keys[1] ?? '')?.digest(keys[2] as IntentKind) : seenAt(roots, keys));
  const made = (name: string, recording: Recording, make: () => StackText): StackText => {
    const kept = props.memo?.find(name, see);
    if (kept) {
      for (const [path, seen] of kept.reads) recording.read(path, seen);
      return kept.made;
    }
    const text = withoutStackTraces(() => session.during(recording, make));
    props.memo?.keep(name, recording.reads, text);
    return text;
  };
  return specs.map(({ spec, aspect, because }) => {
    const recording = startedWith(because);
    const own = made(spec.id, recording, () => {
      const stack = spec.build(app, spec.id);
      return { summary: stack.summary, files: stackFiles(stack) };
    });
    const { parts } = spec;
    const rendered = (parts?.all ?? []).map((part): RenderedPart => {
      const recorded = new Recording();
      return { id: part.id, recording: recorded, ...made(`${spec.id}/${part.id}`, recorded, () => partText(spec.id, part, parts)) };
    });
    return { id: spec.id, aspect, recording, intentsFrom: intentsFrom(recording, boards), ...own, parts: rendered };
  });
}

/** A part alone: a scope of its own, since a scope takes each id once. */
function partText(id: string, part: StackPart, parts: StackParts | undefined): StackText {
  const stack = parts?.empty(new TerraformApp({ outdir: 'cdktf.out' }), id);
  if (!stack) throw new RangeError(`stack ${id} has no parts`);
  part.build(stack);
  const owner = `terraform/${id}/${part.id}`;
  return { summary: part.summary, files: [{ path: `${owner}.tf.json`, content: stack.synthesizePart(part.id), owner }] };
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
