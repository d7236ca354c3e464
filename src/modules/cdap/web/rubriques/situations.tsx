import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { StatusTag, type StatusTone } from '../../../../ui/status-tag.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import type { EtatRsa } from '../../domain/codes.ts';
import {
  LIBELLES_ASF,
  LIBELLES_CLOTURE_RSA,
  LIBELLES_LOGEMENT,
  LIBELLES_NATURES_RSA,
  LIBELLES_ORIENTATIONS,
  LIBELLES_PRESTATIONS,
  LIBELLES_RSA,
} from '../../libelles.ts';
import { jour, mois, montant, ouiNon, periodeDeMois } from '../mots.ts';
import type { Contenu } from './contenu.ts';
import { useFoyer } from './foyer-contexte.ts';

/** Blocks that describe one situation of the household: housing, RSA, maintenance, disability. */

export function Logement({ contenu }: { readonly contenu: ContenuBloc<'logement'> }) {
  const { statut, depuis, loyerMensuelCentimes, mensualitePretCentimes, surfaceM2, bailleur, aide, impayes } =
    contenu;
  const items: Definition[] = [
    { term: 'Occupation', value: LIBELLES_LOGEMENT[statut] + (depuis ? `, depuis le ${jour(depuis)}` : '') },
    ...(loyerMensuelCentimes === null
      ? []
      : [{ term: 'Loyer par mois', value: montant(loyerMensuelCentimes) }]),
    ...(mensualitePretCentimes === null
      ? []
      : [{ term: 'Mensualité du prêt', value: montant(mensualitePretCentimes) }]),
    ...(surfaceM2 === null ? [] : [{ term: 'Surface', value: `${surfaceM2}\u00a0m²` }]),
    ...(bailleur
      ? [
          {
            term: bailleur.social ? 'Bailleur social' : 'Bailleur',
            value: (
              <>
                {bailleur.nom}
                {bailleur.siret && (
                  <span className="dossier__cell-note">
                    Siret <Identifier value={bailleur.siret} kind="siret" />
                  </span>
                )}
              </>
            ),
          },
        ]
      : []),
    ...(aide
      ? [
          {
            term: 'Aide au logement',
            value: (
              <>
                {LIBELLES_PRESTATIONS[aide.prestation]} : {montant(aide.montantMensuelCentimes)} par mois,
                depuis {mois(aide.depuis)}
                <span className="dossier__cell-note">
                  {aide.tiersPayant ? 'Versée au bailleur (tiers payant)' : 'Versée à l’allocataire'}
                </span>
              </>
            ),
          },
        ]
      : [{ term: 'Aide au logement', value: 'Aucune' }]),
    ...(impayes
      ? [
          {
            term: 'Loyers impayés',
            value: `${montant(impayes.montantCentimes)}, depuis ${mois(impayes.depuis)}, ${impayes.planApurement ? 'plan d’apurement signé' : 'sans plan d’apurement'}`,
          },
        ]
      : []),
  ];
  return <DefinitionList items={items} />;
}

const TONS_RSA: Readonly<Record<EtatRsa, StatusTone>> = {
  '0': 'attente',
  '1': 'stop',
  '2': 'fait',
  '3': 'attention',
  '4': 'attention',
  '5': 'neutre',
  '6': 'neutre',
};

export function Rsa({ contenu }: { readonly contenu: ContenuBloc<'rsa'> }) {
  const { etat, nature, numeroDemande, demandeLe, clotureLe, motifCloture, dernierMois, serviceInstructeur } =
    contenu;
  const { departement, type, commune, agrement } = serviceInstructeur;
  const items: Definition[] = [
    { term: 'État', value: <StatusTag tone={TONS_RSA[etat]}>{LIBELLES_RSA[etat]}</StatusTag> },
    { term: 'Nature', value: LIBELLES_NATURES_RSA[nature] },
    {
      term: 'Demande',
      value: (
        <>
          <Identifier value={numeroDemande} />, le {jour(demandeLe)}
        </>
      ),
    },
    ...(dernierMois ? [{ term: 'Dernier mois versé', value: mois(dernierMois) }] : []),
    ...(clotureLe
      ? [
          {
            term: 'Fin du droit',
            value:
              jour(clotureLe) + (motifCloture ? `, ${LIBELLES_CLOTURE_RSA[motifCloture].toLowerCase()}` : ''),
          },
        ]
      : []),
    { term: 'Droits et devoirs', value: contenu.soumisDroitsEtDevoirs ? 'Soumis' : 'Non soumis' },
    ...(contenu.orientation
      ? [{ term: 'Orientation', value: LIBELLES_ORIENTATIONS[contenu.orientation] }]
      : []),
    {
      term: 'Service instructeur',
      value: <Identifier value={`${departement} ${type} ${commune} ${agrement}`} />,
    },
    ...contenu.suspensions.map(({ nature: quoi, motif, depuis }) => ({
      term: quoi === 'droit' ? 'Droit suspendu' : 'Versement suspendu',
      value: `${motif}, depuis le ${jour(depuis)}`,
    })),
  ];
  return <DefinitionList items={items} />;
}

export function PensionsAlimentaires({ contenu }: { readonly contenu: ContenuBloc<'pensionsAlimentaires'> }) {
  const { nommerAdulte, nommerEnfant } = useFoyer();
  const { recues, versees, asf } = contenu;
  const items: Definition[] = [
    ...recues.map(({ rangEnfant, montantFixeCentimes, jugementLe, intermediation }) => ({
      term: `Pension reçue pour ${nommerEnfant(rangEnfant)}`,
      value: (
        <>
          {montantFixeCentimes === null ? 'Montant non fixé' : `${montant(montantFixeCentimes)} par mois`}
          <span className="dossier__cell-note">
            {[
              ...(jugementLe ? [`jugement du ${jour(jugementLe)}`] : []),
              intermediation ? 'versée par l’intermédiaire de la Caf' : 'versée directement',
            ].join(', ')}
          </span>
        </>
      ),
    })),
    ...versees.map(({ role, montantMensuelCentimes }) => ({
      term: `Pension versée par ${nommerAdulte(role)}`,
      value: `${montant(montantMensuelCentimes)} par mois`,
    })),
    ...(asf
      ? [
          {
            term: 'Allocation de soutien familial',
            value: (
              <>
                {montant(asf.montantMensuelCentimes)} par mois, {periodeDeMois(asf.depuis, null)}
                <span className="dossier__cell-note">
                  {LIBELLES_ASF[asf.situation]} ; pour {asf.rangsEnfants.map(nommerEnfant).join(', ')}
                </span>
              </>
            ),
          },
        ]
      : []),
  ];
  return items.length === 0 ? <p>Ni pension, ni soutien familial.</p> : <DefinitionList items={items} />;
}

const definitionAsf = (
  asf: NonNullable<ContenuBloc<'pensionsAlimentaires'>['asf']>,
  nommerEnfant: (rang: number) => string,
): Definition => ({
  term: 'Allocation de soutien familial',
  value: (
    <>
      {montant(asf.montantMensuelCentimes)} par mois, {periodeDeMois(asf.depuis, null)}
      <span className="dossier__cell-note">
        {LIBELLES_ASF[asf.situation]} ; pour {asf.rangsEnfants.map(nommerEnfant).join(', ')}
      </span>
    </>
  ),
});

/** T14: the allowance alone. */
export function SoutienFamilial({
  contenu: { asf },
}: {
  readonly contenu: Contenu<'pensionsAlimentaires', 'asf'>;
}) {
  const { nommerEnfant } = useFoyer();
  return asf === null ? (
    <p>Pas d’allocation de soutien familial.</p>
  ) : (
    <DefinitionList items={[definitionAsf(asf, nommerEnfant)]} />
  );
}

/** T2 crèche: how many children, not which one. */
export const HandicapNombre = ({ contenu }: { readonly contenu: Contenu<'handicap', 'nombre-aeeh'> }) =>
  contenu.nombreEnfantsAeeh === 0 ? (
    <AucunAeeh />
  ) : (
    <DefinitionList items={[{ term: 'Enfants avec AEEH', value: String(contenu.nombreEnfantsAeeh) }]} />
  );

export const AucunAeeh = () => <p>Aucun enfant avec AEEH.</p>;

export const HandicapEtat = ({ contenu }: { readonly contenu: Contenu<'handicap', 'etat'> }) => (
  <DefinitionList
    items={[
      { term: 'AAH (adulte)', value: ouiNon(contenu.aah) },
      { term: 'AEEH (enfant)', value: ouiNon(contenu.aeeh) },
    ]}
  />
);
