import type { RenderedCluster } from './synthesis';

/** Objects of our own in a cluster; those of third parties' charts are not among them. */
export const objectCount = ({ components }: RenderedCluster): number => components.reduce((sum, { built }) => sum + built.objects.length, 0);
