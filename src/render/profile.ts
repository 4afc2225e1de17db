import { quote } from '../shell/quote.ts';
import { renderTemplate } from './templates.ts';

/** The text of /etc/profile.d/rocketmq.sh, which gives login shells JAVA_HOME, ROCKETMQ_HOME and both bin directories. */
export function profileScript(paths: { readonly javaHome: string; readonly home: string }): string {
  return renderTemplate('common/profile.sh', {
    quotedJavaHome: quote(paths.javaHome),
    quotedHome: quote(paths.home),
  });
}
