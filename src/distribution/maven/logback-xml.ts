/** Which file (without .log) each logger writes to; STDOUT is the console. */
export type Loggers = Readonly<Record<string, string>>;

export interface LogConfig {
  readonly loggers: Loggers;
  /** the file of every other logger */
  readonly otherwise: string;
  /** below a directory of the broker's own where isolateLogEnable makes BrokerStartup set brokerLogDir */
  readonly isolated?: boolean;
}

/** Where RocketMQ's tools, and its users, look for logs. */
const DIRECTORY = '${user.home}/logs/rocketmqlogs';

/** As the project's own: in China's time whatever the host's, so that one parser reads the logs of every release. */
const PATTERN = '%d{yyyy-MM-dd HH:mm:ss,GMT+8} %p %t - %m%n';

/** A file is rolled at 128 MB and ten old ones, compressed, are kept: at most a few hundred MB a logger. */
const ROLLED_AT = '128MB';
const KEPT = 10;

/** A logback configuration: one file a name, rolled by size into otherdays/. */
export function logbackXml(config: LogConfig): string {
  const files = [...new Set([config.otherwise, ...Object.values(config.loggers)])].filter(
    (each) => each !== 'STDOUT',
  );
  const folder = config.isolated === true ? '/${brokerLogDir:-.}' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
${CONSOLE}
${files.map((file) => appender(file, folder)).join('\n')}
${Object.entries(config.loggers).map(logger).join('\n')}
  <root level="INFO">
    <appender-ref ref="${config.otherwise}"/>
  </root>
</configuration>
`;
}

const CONSOLE = `  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder>
      <pattern>${PATTERN}</pattern>
      <charset>UTF-8</charset>
    </encoder>
  </appender>`;

/** Written behind a queue that drops nothing, so that a slow disk does not slow the broker until it is full. */
function appender(file: string, folder: string): string {
  return `  <appender name="${file}.file" class="ch.qos.logback.core.rolling.RollingFileAppender">
    <file>${DIRECTORY}${folder}/${file}.log</file>
    <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
      <fileNamePattern>${DIRECTORY}/otherdays${folder}/${file}.%i.log.gz</fileNamePattern>
      <minIndex>1</minIndex>
      <maxIndex>${KEPT}</maxIndex>
    </rollingPolicy>
    <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
      <maxFileSize>${ROLLED_AT}</maxFileSize>
    </triggeringPolicy>
    <encoder>
      <pattern>${PATTERN}</pattern>
      <charset>UTF-8</charset>
    </encoder>
  </appender>
  <appender name="${file}" class="ch.qos.logback.classic.AsyncAppender">
    <discardingThreshold>0</discardingThreshold>
    <appender-ref ref="${file}.file"/>
  </appender>`;
}

function logger([name, file]: [string, string]): string {
  return `  <logger name="${name}" level="INFO" additivity="false">
    <appender-ref ref="${file}"/>
  </logger>`;
}
