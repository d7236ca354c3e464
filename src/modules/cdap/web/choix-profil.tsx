import type { ReactNode } from 'react';
import { ChipGroup } from '../../../ui/chips.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Icon } from '../../../ui/icons.tsx';
import type { ProfilCdap } from '../contract.ts';
import type { UsageT2 } from '../domain/faits.ts';
import { LIBELLES_USAGES } from '../libelles.ts';
import { direCondition, direManquement } from '../libelles-conditions.ts';
import { direRubrique } from '../libelles-rubriques.ts';

/** Why a right cannot be used, in the words of the module that holds rights. */
export type Empechements = Readonly<Record<string, { readonly titre: string; readonly suite: string }>>;

interface ChoixProfilProps {
  readonly profils: readonly ProfilCdap[];
  readonly choisi: ProfilCdap | null;
  readonly onChoisir: (profil: ProfilCdap) => void;
  readonly mission: string | null;
  readonly onMission: (mission: string) => void;
  /** A reading was asked without its mission. */
  readonly erreurMission: string | undefined;
  readonly empechements: Empechements;
  readonly mesHabilitations: ReactNode;
}

/** Under which profile and for which mission one reads, and what that opens (CDAP-18, CDAP-33). */
export function ChoixProfil(props: ChoixProfilProps) {
  const { profils, choisi, onChoisir, mission, onMission, erreurMission } = props;
  const utilisables = profils.filter(({ utilisable }) => utilisable);
  const autres = profils.filter(({ utilisable }) => !utilisable);
  return (
    <div className="cdap-choice">
      {choisi && (
        <div className="cdap-choice__row">
          {utilisables.length > 1 ? (
            <ChipGroup
              label="Profil"
              value={choisi.habilitation}
              options={utilisables.map((profil) => ({
                value: profil.habilitation,
                label: <NomProfil profil={profil} />,
              }))}
              onChange={(habilitation) => {
                const profil = utilisables.find((p) => p.habilitation === habilitation);
                if (profil) onChoisir(profil);
              }}
            />
          ) : (
            <SeulChoix titre="Profil">
              <NomProfil profil={choisi} />
            </SeulChoix>
          )}
          <Missions profil={choisi} mission={mission} onMission={onMission} erreur={erreurMission} />
        </div>
      )}
      {choisi && <CeQueLeProfilOuvre profil={choisi} />}
      {autres.length > 0 && (
        <ProfilsInutilisables
          profils={autres}
          empechements={props.empechements}
          mesHabilitations={props.mesHabilitations}
        />
      )}
    </div>
  );
}

/** « T2 Crèche Les Coquelicots »: the number, then what tells this right from another of the same number. */
function NomProfil({ profil }: { readonly profil: ProfilCdap }) {
  return (
    <span>
      <b>{profil.profil}</b> {precisionProfil(profil)}
    </span>
  );
}

/** What tells a right from others of the same profile: its facility, its use, or the profile's own name. */
export const precisionProfil = ({ equipement, usages, libelle }: ProfilCdap): string =>
  equipement ?? usages.map((usage) => LIBELLES_USAGES[usage as UsageT2] ?? usage)[0] ?? libelle;

function Missions({
  profil,
  mission,
  onMission,
  erreur,
}: {
  readonly profil: ProfilCdap;
  readonly mission: string | null;
  readonly onMission: (mission: string) => void;
  readonly erreur: string | undefined;
}) {
  const [seule] = profil.missions;
  if (profil.missions.length === 1 && seule) return <SeulChoix titre="Mission">{seule.libelle}</SeulChoix>;
  return (
    <div data-a-corriger={erreur ? true : undefined}>
      <ChipGroup
        label="Mission"
        value={mission}
        options={profil.missions.map(({ code, libelle }) => ({ value: code, label: libelle }))}
        onChange={onMission}
      />
      {erreur && (
        <p className="field__error" role="alert">
          <Icon name="stop" />
          <span>{erreur}</span>
        </p>
      )}
    </div>
  );
}

/** A choice already made by the right itself: shown like the others, with nothing to press. */
function SeulChoix({ titre, children }: { readonly titre: string; readonly children: ReactNode }) {
  return (
    <div className="chip-group">
      <p className="cdap-choice__label">{titre}</p>
      <p className="chips">
        <span className="cdap-chip">
          <Icon name="check" size={16} />
          {children}
        </span>
      </p>
    </div>
  );
}

function CeQueLeProfilOuvre({ profil }: { readonly profil: ProfilCdap }) {
  const { rubriques, conditions, usages, equipement } = profil;
  const nombre = rubriques.length;
  return (
    <Disclosure
      label={`Votre profil ${profil.profil} ouvre ${nombre} ${nombre < 2 ? 'rubrique' : 'rubriques'}`}
    >
      <p>
        {profil.libelle}. La liste vient du bulletin d’adhésion signé par votre organisme et la Caf
        {equipement && `, et de l’équipement que nomme votre droit : ${equipement}`}
        {usages.length > 0 &&
          `, pour cet usage : ${usages
            .map((usage) => LIBELLES_USAGES[usage as UsageT2] ?? usage)
            .join(', ')
            .toLowerCase()}`}
        .
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul className="cdap-opens" role="list">
        {rubriques.map(({ bloc, variante }) => (
          <li key={bloc}>{direRubrique(bloc, variante)}</li>
        ))}
      </ul>
      {conditions.map((code) => (
        <p key={code}>
          Seulement les dossiers qui remplissent cette condition :{' '}
          <strong>{direCondition(code) ?? code}</strong>.
        </p>
      ))}
    </Disclosure>
  );
}

/** Rights that cannot serve now: shown, never hidden, each with its reason and who can do something about it. */
function ProfilsInutilisables({
  profils,
  empechements,
  mesHabilitations,
}: {
  readonly profils: readonly ProfilCdap[];
  readonly empechements: Empechements;
  readonly mesHabilitations: ReactNode;
}) {
  return (
    <div className="cdap-choice__off">
      <p className="cdap-choice__label">Ne peut pas servir en ce moment</p>
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul role="list">
        {profils.map((profil) => (
          <li key={profil.habilitation}>
            <span className="cdap-chip" data-off>
              <Icon name="stop" size={16} />
              <NomProfil profil={profil} />
            </span>
            <Disclosure about={`le profil ${profil.profil} ${precisionProfil(profil)} ne peut pas servir`}>
              {profil.empechements.map((code) => (
                <p key={code}>{direEmpechement(code, empechements)}</p>
              ))}
              <p>{mesHabilitations}</p>
            </Disclosure>
          </li>
        ))}
      </ul>
    </div>
  );
}

function direEmpechement(code: string, empechements: Empechements): string {
  const deLHabilitation = empechements[code];
  if (deLHabilitation) return `${deLHabilitation.titre} ${deLHabilitation.suite}`;
  if (code === 'profil-non-servi') {
    return 'Ce profil n’est pas ouvert sur ce portail en ce moment. Adressez-vous au centre de services de la Caf.';
  }
  return (
    direManquement(code) ??
    'Une condition de ce droit n’est pas remplie. Adressez-vous à votre administrateur.'
  );
}
