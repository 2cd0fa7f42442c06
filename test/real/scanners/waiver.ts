/** Findings of a scanner against the list of those that we accept, each with its reason. */
export interface Waiver {
  /** Id of the check. */
  readonly id: string;
  /** What the scanner found it at: `type.name`, `Kind/namespace/name` or `file: text`. A star stands for any part of a name. */
  readonly resource: string | readonly string[];
  /** Why it is no fault here, in a sentence that a security reviewer accepts. */
  readonly why: string;
  /** What has to change for the line to go. */
  readonly dropWhen: string;
}

export interface Finding {
  readonly id: string;
  readonly resource: string;
  /** What the check says, and where. */
  readonly text: string;
}

export interface Scan {
  readonly failed: readonly Finding[];
  /** Checks that looked at a resource and found nothing. */
  readonly passed: readonly Finding[];
}

export const patternsOf = ({ resource }: Waiver): readonly string[] => (typeof resource === 'string' ? [resource] : resource);

/** Findings that nobody has accepted. */
export const open = ({ failed }: Scan, waivers: readonly Waiver[]): readonly Finding[] =>
  failed.filter((finding) => !waivers.some((waiver) => patternsOf(waiver).some((pattern) => covers(waiver.id, pattern, finding))));

export const unwaived = (scan: Scan, waivers: readonly Waiver[]): readonly string[] =>
  open(scan, waivers).map(({ id, resource, text }) => `${id} ${resource}: ${text}`);

/**
 * Waivers that say too much: about nothing that was found, about the same finding as another, or about a resource that
 * the check has looked at and found in order.
 */
export function idle({ failed, passed }: Scan, waivers: readonly Waiver[]): readonly string[] {
  const lines = waivers.flatMap((waiver) => patternsOf(waiver).map((pattern) => ({ id: waiver.id, pattern })));
  return lines.flatMap(({ id, pattern }, index) => {
    const found = failed.filter((finding) => covers(id, pattern, finding));
    const other = lines.find((line, at) => at !== index && line.id === id && found.some((finding) => covers(id, line.pattern, finding)));
    const sound = passed.find((finding) => covers(id, pattern, finding) && !failed.some((each) => each.id === id && each.resource === finding.resource));
    return [
      ...(found.length === 0 ? [`${id} ${pattern}: nothing is found there any more`] : []),
      ...(other === undefined ? [] : [`${id} ${pattern}: ${other.pattern} says the same`]),
      ...(sound === undefined ? [] : [`${id} ${pattern}: is too broad, ${sound.resource} passes`]),
    ];
  });
}

function covers(id: string, pattern: string, finding: Finding): boolean {
  if (finding.id !== id) return false;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`).test(finding.resource);
}
