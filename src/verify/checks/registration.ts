import { RmqctlError } from '../../errors.ts';
import type { Blame, Check, Finding } from '../check.ts';
import { nameServersOf, placeOf, type Ground, type Member } from '../ground.ts';
import { registrations, silence, unanswered } from '../questions.ts';
import { misregistrations, type Misregistration } from '../registration.ts';
import { pathName } from './paths.ts';

/** Whether every name server knows every broker, by the inventory's address and id, and nothing else under these names. */
export const registration: Check = {
  id: 'registration',
  title: 'registration',
  asks: 'Does the name server list every broker with the address and id of the inventory, and no other in this cluster?',
  on: 'each name server',
  severity: 'fail',
  hint: 'a broker registers at its start and every 30 s: look at its broker.log for registerBroker',
  quick: true,
  settles: true,
  questions: [registrations],
  judge: (ground, seen) =>
    nameServersOf(ground).flatMap((server) => {
      const place = placeOf(server);
      const answer = seen.answer(registrations, server.instance.name);
      if (answer === undefined) return [];
      if (answer instanceof RmqctlError)
        return [{ ...place, ...unanswered(answer), follows: silence(server.instance.name) }];
      const wrong = misregistrations(ground.topology, answer);
      if (wrong.length > 0)
        return wrong.map((each): Finding => ({ ...place, ...failure(ground, server, each) }));
      const brokers = ground.topology.instances.filter(({ broker }) => broker !== undefined);
      return [{ ...place, status: 'pass', detail: `knows ${brokers.map(({ name }) => name).join(', ')}` }];
    }),
};

function failure({ topology }: Ground, server: Member, { detail, broker }: Misregistration): Finding {
  const about = topology.instances.find(({ name }) => name === broker);
  const blocked: Blame[] =
    about === undefined ? [] : [{ check: 'paths', of: pathName(about.host, server.instance.name) }];
  const broken: Blame[] =
    about === undefined
      ? []
      : ['process', 'boot', 'ports', 'configuration'].map((check) => ({ check, of: about.name }));
  return { status: 'fail', detail, follows: [...broken, ...blocked] };
}
