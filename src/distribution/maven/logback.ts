import { logbackXml, type LogConfig, type Loggers } from './logback-xml.ts';
import type { ReleaseFacts } from '../release.ts';

/**
 * The logback files of a version, as paths in the release and content. Up to 5.0.0 each start-up class reads
 * conf/logback_<role>.xml itself (BrokerStartup, NamesrvStartup, MQAdminStartup: doConfigure); where logback is shaded the start
 * scripts name the file by -Drmq.logback.configurationFile.
 * @returns one pair a role, for the roles the version has
 */
export function logbackFiles({
  modules,
  shadedLogback: shaded,
}: ReleaseFacts): readonly (readonly [string, string])[] {
  const configs = modules.includes('controller') ? CONFIGS_OF_5 : CONFIGS_OF_4;
  return Object.entries(configs)
    .filter(([role]) => role !== 'client' || shaded)
    .map(([role, config]) => {
      const path = shaded ? `conf/rmq.${role}.logback.xml` : `conf/logback_${role}.xml`;
      return [path, logbackXml(config)] as const;
    });
}

/** What processes log by name: the constants of LoggerName in rocketmq-common. */
const BROKER: Loggers = {
  RocketmqBroker: 'broker',
  RocketmqCommon: 'broker',
  RocketmqStore: 'store',
  RocketmqStoreError: 'storeerror',
  RocketmqRemoting: 'remoting',
  RocketmqWaterMark: 'watermark',
  RocketmqProtection: 'protection',
  RocketmqTransaction: 'transaction',
  RocketmqRebalanceLock: 'lock',
  RocketmqFilter: 'filter',
  RocketmqStats: 'stats',
  RocketmqCommercial: 'commercial',
  RocketmqConsole: 'STDOUT',
};

const BROKER_OF_5: Loggers = {
  ...BROKER,
  RocketmqPop: 'pop',
  RocketmqPopLite: 'pop',
  RocketmqColdCtr: 'coldctr',
  RocketmqRocksDB: 'store',
  RocketmqTieredStore: 'tieredstore',
  RocketmqAuthAudit: 'auth_audit',
  RocketmqTraffic: 'broker_traffic',
};

const NAMESRV: Loggers = {
  RocketmqNamesrv: 'namesrv',
  RocketmqCommon: 'namesrv',
  RocketmqRemoting: 'namesrv',
  RocketmqNamesrvConsole: 'STDOUT',
};

const NAMESRV_OF_5: Loggers = {
  ...NAMESRV,
  RocketmqController: 'namesrv',
  RocketmqTraffic: 'namesrv_traffic',
};

const CONTROLLER: Loggers = {
  RocketmqController: 'controller',
  RocketmqCommon: 'controller',
  RocketmqRemoting: 'controller',
  RocketmqTraffic: 'controller_traffic',
  'io.openmessaging.storage.dledger': 'dledger',
  'com.alipay.sofa.jraft': 'jraft',
  RocketmqControllerConsole: 'STDOUT',
};

/** In local mode a proxy has a broker inside. */
const PROXY: Loggers = { ...BROKER_OF_5, RocketmqProxy: 'proxy', RocketmqProxyWatermark: 'proxy_watermark' };

const TOOLS: Loggers = { RocketmqTools: 'tools', STDOUT: 'STDOUT' };

/** Metrics exported to the log (metricsExporterType=LOG) come from OpenTelemetry's own loggers. */
const metricsTo = (file: string): Loggers => ({
  'io.opentelemetry.exporter.logging.LoggingMetricExporter': file,
  'io.opentelemetry.exporter.logging.otlp.OtlpJsonLoggingMetricExporter': file,
});

type Configs = Readonly<Record<string, LogConfig>>;

const CONFIGS_OF_4: Configs = {
  broker: { loggers: BROKER, otherwise: 'broker_default', isolated: true },
  namesrv: { loggers: NAMESRV, otherwise: 'namesrv_default' },
  tools: { loggers: TOOLS, otherwise: 'tools_default' },
};

const CONFIGS_OF_5: Configs = {
  ...CONFIGS_OF_4,
  broker: {
    loggers: { ...BROKER_OF_5, ...metricsTo('broker_metric') },
    otherwise: 'broker_default',
    isolated: true,
  },
  namesrv: { loggers: NAMESRV_OF_5, otherwise: 'namesrv_default' },
  controller: { loggers: CONTROLLER, otherwise: 'controller_default' },
  proxy: {
    loggers: { ...PROXY, ...metricsTo('proxy_metric') },
    otherwise: 'broker_default',
    isolated: true,
  },
  client: { loggers: {}, otherwise: 'rocketmq_client' },
};
