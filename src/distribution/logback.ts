import { isBefore } from './coordinates.ts';
import { logbackXml, type LogConfig, type Loggers } from './logback-xml.ts';

/** From 5.1.0 logback is shaded, and the start scripts name its file by -Drmq.logback.configurationFile. */
export function usesShadedLogback(version: string): boolean {
  return !isBefore(version, '5.1.0');
}

/**
 * The logback files of a version, as paths in the release and content. Up to 5.0.0 each start-up class reads
 * conf/logback_<role>.xml itself (BrokerStartup, NamesrvStartup, MQAdminStartup: doConfigure).
 * @returns one pair a role, for the roles the version has
 */
export function logbackFiles(version: string): readonly (readonly [string, string])[] {
  const only4 = isBefore(version, '5.0.0');
  const configs = Object.entries(CONFIGS).filter(([, { since }]) => !only4 || since === 4);
  return configs
    .filter(([role]) => role !== 'client' || usesShadedLogback(version))
    .map(([role, { config }]) => {
      const path = usesShadedLogback(version) ? `conf/rmq.${role}.logback.xml` : `conf/logback_${role}.xml`;
      return [path, logbackXml(config)] as const;
    });
}

/** What brokers log by name (LoggerName of rocketmq-common); a name that a version lacks is never used by it. */
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
  RocketmqPop: 'pop',
  RocketmqPopLite: 'pop',
  RocketmqColdCtr: 'coldctr',
  RocketmqRocksDB: 'store',
  RocketmqTieredStore: 'tieredstore',
  RocketmqAuthAudit: 'auth_audit',
};

/** Metrics exported to the log (metricsExporterType=LOG) come from OpenTelemetry's own loggers. */
const metricsTo = (file: string): Loggers => ({
  'io.opentelemetry.exporter.logging.LoggingMetricExporter': file,
  'io.opentelemetry.exporter.logging.otlp.OtlpJsonLoggingMetricExporter': file,
});

const CONFIGS: Readonly<Record<string, { since: 4 | 5; config: LogConfig }>> = {
  broker: {
    since: 4,
    config: {
      loggers: { ...BROKER, RocketmqTraffic: 'broker_traffic', ...metricsTo('broker_metric') },
      otherwise: 'broker_default',
      isolated: true,
    },
  },
  namesrv: {
    since: 4,
    config: {
      loggers: {
        RocketmqNamesrv: 'namesrv',
        RocketmqCommon: 'namesrv',
        RocketmqRemoting: 'namesrv',
        RocketmqController: 'namesrv',
        RocketmqTraffic: 'namesrv_traffic',
        RocketmqNamesrvConsole: 'STDOUT',
      },
      otherwise: 'namesrv_default',
    },
  },
  tools: {
    since: 4,
    config: { loggers: { RocketmqTools: 'tools', STDOUT: 'STDOUT' }, otherwise: 'tools_default' },
  },
  controller: {
    since: 5,
    config: {
      loggers: {
        RocketmqController: 'controller',
        RocketmqCommon: 'controller',
        RocketmqRemoting: 'controller',
        RocketmqTraffic: 'controller_traffic',
        'io.openmessaging.storage.dledger': 'dledger',
        'com.alipay.sofa.jraft': 'jraft',
        RocketmqControllerConsole: 'STDOUT',
      },
      otherwise: 'controller_default',
    },
  },
  proxy: {
    since: 5,
    config: {
      loggers: {
        ...BROKER,
        RocketmqProxy: 'proxy',
        RocketmqProxyWatermark: 'proxy_watermark',
        RocketmqTraffic: 'broker_traffic',
        ...metricsTo('proxy_metric'),
      },
      otherwise: 'broker_default',
      isolated: true,
    },
  },
  client: { since: 5, config: { loggers: {}, otherwise: 'rocketmq_client' } },
};
