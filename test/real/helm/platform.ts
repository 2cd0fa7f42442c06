/** The platform of platform.yaml with delivery `helm` and everything known that its clouds would have brought. */
import { parseDocument } from 'yaml';
import { Memos, synthesizeAll, type Synthesis } from '../../../bin/pipeline';
import { loadPlatform } from '../../../lib/input/load';
import { emptyLock, type Cluster, type CloudLock, type Platform } from '../../../lib/model';
import { lockValues } from '../../../lib/names';

export type Edit = (document: ReturnType<typeof parseDocument>) => void;

/** Who signs the tokens of the API servers of these tests (test/real/kubernetes/cluster.ts). */
const localIssuer = 'https://kubernetes.default.svc';
/** Who signs those of a cluster that is not here. */
const otherIssuer = 'https://elsewhere.example/tokens';

const samples: Readonly<Record<string, string>> = { identity: '0f1e2d3c-4b5a-4697-8877-665544332211', security: 'abcdefgh12345678', network: '192.0.2.1' };

/** `here` is the cluster that runs. */
function lockOf(platform: Platform, here: string): CloudLock {
  const of = (cluster: Cluster) =>
    Object.fromEntries(
      lockValues(platform, cluster).map(({ key, stack }) => [
        key,
        stack === 'cluster' ? (cluster.name === here ? localIssuer : otherIssuer) : (samples[stack] ?? ''),
      ]),
    );
  return { ...emptyLock, clusters: Object.fromEntries((platform.cloud.clusters as readonly Cluster[]).map((cluster) => [cluster.name, of(cluster)])) };
}

/** Edits leave most components as they are. */
const memos = new Memos();

/** What the toolkit makes of platform.yaml after one more edit. */
export class HelmPlatform {
  #text: string;

  constructor(
    text: string,
    private readonly here: string,
  ) {
    const document = parseDocument(text);
    const repository = document.getIn(['delivery', 'repository']);
    document.setIn(['delivery'], { use: 'helm', repository });
    this.#text = document.toString();
  }

  synthesis(edit: Edit = () => undefined): Synthesis {
    const document = parseDocument(this.#text);
    edit(document);
    this.#text = document.toString();
    const parsed = loadPlatform(Buffer.from(this.#text), 'platform.yaml');
    return synthesizeAll({ parsed, lock: lockOf(parsed.platform, this.here), texts: { platform: this.#text, lock: undefined, teams: {} } }, undefined, memos);
  }
}
