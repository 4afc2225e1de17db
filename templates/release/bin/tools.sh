#!/bin/sh
# Runs a Java class of this release with a small heap: sh tools.sh CLASS ARGUMENTS
# Read from the environment: JAVA_HOME (else the java of PATH), JAVA_OPT_EXT (more JVM options, the last ones).
# Standard output belongs to the class alone: what the JVM itself has to say goes to standard error.

if [ -z "$ROCKETMQ_HOME" ]; then
  self=$(readlink -f -- "$0") || exit 1
  ROCKETMQ_HOME=${self%/bin/*}
fi
export ROCKETMQ_HOME

java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=${java:-$(command -v java)}
if [ ! -x "$java" ]; then
  echo "No java: ${JAVA_HOME:+JAVA_HOME is $JAVA_HOME, which has no bin/java. }Set JAVA_HOME, or put java on the PATH." >&2
  exit 1
fi

# "1.8.0_402" is 8, "17.0.15" is 17, "25" is 25; other lines may come first (JAVA_TOOL_OPTIONS is announced)
version=$("$java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' | head -n 1)

options="-Xms64m -Xmx256m -XX:+UseSerialGC"
if [ "${version:-8}" -ge 9 ]; then
  options="$options -Xlog:disable -Xlog:all=warning:stderr"
  options="$options --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED"
  options="$options --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED"
  options="$options --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
else
  options="$options -XX:+DisplayVMOutputToStderr"
fi
[ "${version:-8}" -ge 17 ] && options="$options --enable-native-access=ALL-UNNAMED"
[ "${version:-8}" -ge 23 ] && options="$options --sun-misc-unsafe-memory-access=allow"

# shellcheck disable=SC2086 # the options are words without blanks
exec "$java" $options $JAVA_OPT_EXT -cp "$ROCKETMQ_HOME/conf:$ROCKETMQ_HOME/lib/*" "$@"
