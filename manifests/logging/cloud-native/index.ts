/** Logs that the clouds keep: OpenTelemetry agents in front of CloudWatch Logs, Azure's own agent in front of Azure Monitor Logs. */
import type { Option } from '../../context';
import { collectorAgent } from '../collector/components';
import { cloudWatchGateway } from './cloudwatch';
import { agentSettings } from './azure-monitor';

export const option: Option = {
  components: [cloudWatchGateway, (context) => (context.cluster.provider === 'aws' ? collectorAgent(context) : undefined), agentSettings],
};
