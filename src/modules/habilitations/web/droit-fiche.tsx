import { useId } from 'react';
import { type Definition, DefinitionList } from '../../../ui/definition-list.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import type { Droit } from '../contract.ts';
import { LIBELLES_PERIMETRES, LIBELLES_SERVICES, LIBELLES_USAGES } from '../libelles.ts';
import { ChaineDuDroit } from './chaine.tsx';
import { direAccord, direPlaces } from './chaine-du-droit.ts';
import {
  direEcheance,
  direSubvention,
  direValidite,
  echeanceProche,
  empechementsDe,
  etatDuDroit,
  type Ouverture,
} from './dire-droit.ts';

interface DroitFicheProps {
  readonly droit: Droit;
  readonly ouverture: Ouverture | undefined;
  readonly fuseau: string;
  readonly maintenant: Date;
}

/** One right: whether it can be used, for what, until when, and what it rests on. */
export function DroitFiche({ droit, ouverture, fuseau, maintenant }: DroitFicheProps) {
  const titre = useId();
  const empechements = empechementsDe(droit, ouverture);
  const proche = empechements.length === 0 ? echeanceProche(droit, maintenant) : null;
  const echeance = proche && direEcheance(proche, fuseau, maintenant);
  const etat = etatDuDroit(empechements, proche !== null);
  const service = LIBELLES_SERVICES[droit.service];
  const nom = ouverture?.libelle === undefined ? '' : `, ${ouverture.libelle}`;
  const rubriques = ouverture?.rubriques ?? [];
  return (
    <article className="panel right-sheet" aria-labelledby={titre} data-tone={etat.ton}>
      <header className="right-sheet__head">
        <p>
          <StatusTag tone={etat.ton}>{etat.mot}</StatusTag>
        </p>
        <h2 id={titre}>
          Profil {droit.profil}
          {nom}
        </h2>
        <p className="soft">
          {[
            service && `${service.nom}, ${service.objet}`,
            droit.equipement?.libelle ?? direUsages(droit.usages),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      {empechements.length > 0 && (
        // Whether it will pass or not, it cannot be used: the state above says which, the notice does not soften it.
        <Notice tone="stop" title="Ce qui empêche de s’en servir">
          {empechements.map(({ code, titre: quoi, suite }) => (
            <p key={code}>
              {quoi} {suite}
            </p>
          ))}
        </Notice>
      )}
      {echeance && (
        <Notice tone="attention" title={echeance.titre}>
          <p>{echeance.suite}</p>
        </Notice>
      )}
      <DefinitionList items={faits(droit, fuseau, maintenant)} />
      {rubriques.length > 0 && (
        <Disclosure label={`Ce que ce profil ouvre : ${formatCompte(rubriques.length, 'rubrique')}`} wide>
          {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
          <ul className="right-sheet__blocks" role="list">
            {rubriques.map((rubrique) => (
              <li key={rubrique}>{rubrique}</li>
            ))}
          </ul>
          {ouverture?.conditions.map((condition) => (
            <p key={condition}>Seulement pour les dossiers qui remplissent cette condition : {condition}.</p>
          ))}
        </Disclosure>
      )}
      <Disclosure about={`le profil ${droit.profil}`} open={empechements.length > 0} wide>
        <ChaineDuDroit droit={droit} ouverture={ouverture} fuseau={fuseau} maintenant={maintenant} />
      </Disclosure>
    </article>
  );
}

function faits(droit: Droit, fuseau: string, maintenant: Date): Definition[] {
  const { missions, usages, equipement, bulletin } = droit;
  const places = direPlaces(bulletin.maximum);
  return [
    {
      term: missions.length > 1 ? 'Missions' : 'Mission',
      value: missions.map(({ libelle }) => libelle).join(' · '),
    },
    ...(usages.length > 0
      ? [{ term: usages.length > 1 ? 'Usages' : 'Usage', value: direUsages(usages) }]
      : []),
    ...(equipement === null
      ? [{ term: 'Périmètre', value: LIBELLES_PERIMETRES[droit.perimetre] ?? droit.perimetre }]
      : [
          {
            term: 'Périmètre',
            value: `${equipement.libelle} (${direSubvention(equipement, fuseau, maintenant)})`,
          },
        ]),
    { term: 'Validité', value: direValidite(droit, fuseau, maintenant) },
    ...(places === ''
      ? []
      : [{ term: 'Places', value: `${places.slice(0, -1)}, pour ce profil dans votre organisme` }]),
    { term: 'Demandée par', value: `${droit.responsableMetier}, responsable métier` },
    {
      term: 'Accordée par',
      value: droit.etat === 'demandee' ? 'Pas encore accordée' : capitale(direAccord(droit, fuseau)),
    },
  ];
}

const direUsages = (usages: readonly string[]): string =>
  capitale(usages.map((usage) => LIBELLES_USAGES[usage] ?? usage).join(', '));

const capitale = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1);
