import type { Synthesis } from '../../bin/pipeline';
import type { Platform } from '../../lib/model';
import type { Servers } from './process';
import type { Report } from './report';

export interface PartProps {
  readonly report: Report;
  readonly servers: Servers;
  /** Scratch folder; kept after the run, so that logs can be read. */
  readonly work: string;
  readonly platform: Platform;
  /** Name below examples/, where dist/ is made from that one. Controls and idle waivers are looked at without one only. */
  readonly example: string | undefined;
  /** What dist/ was made from: objects before they became YAML. */
  readonly synthesis: Synthesis;
}

/** Tests one kind of real program; says everything through the report. */
export type Part = (props: PartProps) => Promise<void>;
