/** dist/terraform and the programs that read it: the command line of cdktf, Terraform or OpenTofu, checkov. */
import { readdirSync } from 'node:fs';
import type { Part } from '../part';
import { checkCdktf, checkSynth, type BytesProps } from './cdktf';
import { findTerraform } from './program';
import { scanPlans } from './checkov';
import { rehearse } from './rehearsal';
import { checkExpressions, checkStructure } from './structure';

export const terraform: Part = async ({ report, work, synthesis, example }) => {
  const program = await findTerraform(work);
  report.note(program.version);
  const stacks = readdirSync('dist/terraform', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const props: BytesProps = { report, terraform: program, work, stacks };
  if (example === undefined) {
    await checkCdktf(props);
    await checkSynth(props);
  }
  await checkStructure(props);
  await checkExpressions(props);
  const plans = await rehearse({ ...props, example, order: synthesis.stacks.map(({ id }) => id) });
  await scanPlans({ report, work, plans, example });
};
