# RocketMQ for login shells. Written by rmqctl; change the inventory, not this file.
JAVA_HOME=/usr
ROCKETMQ_HOME=/usr/local/rocketmq-all-5.5.0-bin-release
case ":$PATH:" in
  *":$ROCKETMQ_HOME/bin:"*) ;;
  *) PATH="$ROCKETMQ_HOME/bin:$PATH" ;;
esac
case ":$PATH:" in
  *":$JAVA_HOME/bin:"*) ;;
  *) PATH="$JAVA_HOME/bin:$PATH" ;;
esac
export JAVA_HOME ROCKETMQ_HOME PATH
