/** Scanners over the YAML in dist/, and over all of it for secrets: what they find is a fault, or a waiver with its reason. */
import type { Part } from '../part';
import { goVersion } from '../programs';
import { checkovProgram } from './checkov';
import { scanWithCheckov } from './checkov-kubernetes';
import { scanForSecrets } from './gitleaks';
import { objectFiles } from './objects';
import { scanWithTrivy } from './trivy';

export const scanners: Part = async ({ report, work, platform, synthesis, example }) => {
  const clusters = new Map(platform.cloud.clusters.map(({ name }) => [name, objectFiles(name)]));
  const { checkov, version } = await checkovProgram((text) => report.note(text));
  report.note(`checkov ${version}, trivy ${goVersion('trivy', 'github.com/aquasecurity/trivy')}`);
  await scanForSecrets({ report, work, example });
  await scanWithCheckov({ report, work, checkov, clusters, example });
  await scanWithTrivy({ report, work, clusters, example });
  const contents = synthesis.clusters.flatMap(({ components }) => components.map(({ component }) => component.content));
  const charts = new Set(contents.flatMap((content) => (content.kind === 'helm' ? content.chart.name : [])));
  report.skip(
    `pods of ${charts.size} charts`,
    `${[...charts].sort().join(', ')}: charts come from their repositories at apply; their values are ours and are checked by npm run validate`,
  );
};
