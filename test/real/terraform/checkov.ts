/**
 * checkov over the plans of every stack. Not over the JSON itself: it cannot parse our `terraform` and `import` blocks, and
 * in JSON it takes every policy, which is a text, for "unknown" and says nothing. In a plan all names and policies are
 * there in full.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../report';
import { checkovProgram, type Checkov, type CheckovRecord } from '../scanners/checkov';
import { keepFindings } from '../scanners/findings';
import { idle, unwaived, type Finding, type Scan } from '../scanners/waiver';
import { waiversOf } from '../scanners/waivers';
import type { Plan } from './plan';
import { plantedPlans } from './planted';

export async function scanPlans({
  report,
  work,
  plans,
  example,
}: {
  readonly report: Report;
  readonly work: string;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly example: string | undefined;
}): Promise<void> {
  const { checkov, version } = await checkovProgram((text) => report.note(text));
  const waivers = waiversOf('checkov, Terraform', example);
  const scan = await scanned(checkov, join(work, 'plans'), plans);
  const resources = new Set([...scan.failed, ...scan.passed].map(({ resource }) => resource));
  report.check(
    `checkov ${version}: ${scan.passed.length + scan.failed.length} results about ${resources.size} resources in ${plans.size} plans, none but what is waived`,
    unwaived(scan, waivers),
  );
  keepFindings(work, 'checkov, Terraform', [scan]);
  if (example !== undefined) return;
  report.check(`checkov: each of ${waivers.length} waivers is still needed, and no wider than that`, idle(scan, waivers));
  const { planted, wanted } = plantedPlans(plans);
  const { failed } = await scanned(checkov, join(work, 'plans-planted'), planted);
  report.check(
    `control: checkov finds each of ${wanted.length} planted faults, one of them in every plan`,
    wanted.flatMap(({ stack, id, resource }) =>
      failed.some((finding) => finding.id === id && finding.resource === resource && finding.text.includes(`(${stack}/`))
        ? []
        : [`${stack}: ${id} is not found at ${resource}`],
    ),
  );
}

async function scanned(checkov: Checkov, folder: string, plans: ReadonlyMap<string, Plan>): Promise<Scan> {
  rmSync(folder, { recursive: true, force: true });
  for (const [stack, plan] of plans) {
    mkdirSync(join(folder, stack), { recursive: true });
    writeFileSync(join(folder, stack, 'tfplan.json'), JSON.stringify(withoutNulls(plan), null, 1));
  }
  const { failed, passed } = await checkov('terraform_plan', folder);
  const finding = ({ check_id: id, check_name: name, resource, file_path: path }: CheckovRecord): Finding => ({
    id,
    resource,
    text: `${name} (${path.slice(1)})`,
  });
  return { failed: failed.map(finding), passed: passed.map(finding) };
}

/** The stand-ins say null where a cloud says what it has chosen, which is not in a plan; checks stumble over null. */
function withoutNulls<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (each === null && key !== 'before' && key !== 'after' ? undefined : each))) as T; // the same but for what is left out
}
