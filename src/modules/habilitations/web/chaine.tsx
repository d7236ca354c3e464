import { Icon, type IconName } from '../../../ui/icons.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import type { StatusTone } from '../../../ui/status-tag.tsx';
import type { Droit } from '../contract.ts';
import { chaineDuDroit } from './chaine-du-droit.ts';
import type { Ouverture } from './dire-droit.ts';

const FORMES: Readonly<Record<StatusTone, IconName>> = {
  fait: 'fait',
  stop: 'stop',
  attente: 'attente',
  neutre: 'neutre',
  attention: 'attention',
  info: 'info',
};

interface ChaineDuDroitProps {
  readonly droit: Droit;
  readonly ouverture: Ouverture | undefined;
  readonly fuseau: string;
  readonly maintenant: Date;
}

/** « Pourquoi ? »: from the convention down to the right, each link with its state, broken ones told. */
export function ChaineDuDroit({ droit, ouverture, fuseau, maintenant }: ChaineDuDroitProps) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
    <ol className="right-chain" role="list">
      {chaineDuDroit(droit, ouverture, { fuseau, maintenant }).map((maillon) => (
        <li key={maillon.id} className="right-chain__link" data-tone={maillon.ton}>
          <span className="right-chain__mark">
            <Icon name={FORMES[maillon.ton]} />
          </span>
          <div>
            <p>
              <strong>
                {maillon.titre}
                {maillon.reference && (
                  <>
                    {' '}
                    <Identifier value={maillon.reference} />
                  </>
                )}
              </strong>{' '}
              <span className="right-chain__state">{maillon.etat}</span>
            </p>
            {maillon.detail && <p className="soft">{maillon.detail}</p>}
            {maillon.empechements.map(({ code, titre }) => (
              <p key={code}>{titre}</p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
