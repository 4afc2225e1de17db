#!/bin/sh
# Starts @MAIN@ of the release that this file is part of, or of ROCKETMQ_HOME where that is set.

if [ -z "$ROCKETMQ_HOME" ]; then
  self=$(readlink -f -- "$0") || exit 1
  ROCKETMQ_HOME=${self%/bin/*}
fi
export ROCKETMQ_HOME

exec sh "$ROCKETMQ_HOME/bin/@RUN@" @LOGBACK@@MAIN@ "$@"
