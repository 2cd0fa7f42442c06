/** Logs of pods, nodes and Kubernetes events: Filebeat and Logstash collect, Elasticsearch stores, Kibana shows. */
import type { Option } from '../../context';
import { elasticsearch } from './elasticsearch';
import { eventsComponent } from './events';
import { exporterComponent } from './exporter';
import { filebeatComponent } from './filebeat';
import { kibanaComponent } from './kibana';
import { lifecycleComponent } from './lifecycle';
import { logstashComponent } from './logstash';
import { elasticOperator } from './operator';

export const option: Option = {
  components: [elasticOperator, elasticsearch, lifecycleComponent, exporterComponent, logstashComponent, filebeatComponent, eventsComponent, kibanaComponent],
};
