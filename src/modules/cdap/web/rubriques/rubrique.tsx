import type { ComponentType } from 'react';
import type { Consultation } from '../../contract.ts';
import type { Bloc } from '../../domain/blocs.ts';
import type { CodeVariante } from '../../domain/variantes.ts';
import { LIBELLES_BLOCS } from '../../libelles.ts';
import { direRubrique } from '../../libelles-rubriques.ts';
import { Affiliation, AffiliationAilleurs } from './affiliation.tsx';
import { Cmg, CmgEtats, Handicap, HandicapMajoration, Protection, ProtectionExistence } from './aides.tsx';
import type { Contenu } from './contenu.ts';
import { Famille, FamilleComposition, FamilleJeunesEnfants, SituationPro } from './famille.tsx';
import {
  AdresseNouvelle,
  CreancesSoldes,
  DroitsCpam,
  DroitsExistence,
  DroitsOuiNon,
  FamilleNombre,
  FamilleSituation,
  LogementForfait,
  LogementOccupation,
  NirCinqDerniers,
  RessourcesTotal,
  RessourcesTranche,
  RessourcesTrimestrielleTotal,
  RsaEtat,
  SituationProActuelle,
} from './formes-reduites.tsx';
import { Adresse, Identite, Nir, Numero } from './foyer.tsx';
import { useFoyer } from './foyer-contexte.ts';
import { Creances, Demarches, Droits, Paiements, PiecesAttendues } from './prestations.tsx';
import { RessourcesAnnuelles, RessourcesTrimestrielles } from './ressources.tsx';
import {
  AucunAeeh,
  HandicapEtat,
  HandicapNombre,
  Logement,
  PensionsAlimentaires,
  Rsa,
  SoutienFamilial,
} from './situations.tsx';

export type RubriqueLue = Consultation['rubriques'][number];

type Rendu = readonly [cle: string, Composant: ComponentType<{ contenu: unknown }>];

/** Ties a drawing to one form of one block: a drawing made for another form does not compile. */
const rendu = <B extends Bloc, V extends 'complet' | CodeVariante<B>>(
  bloc: B,
  variante: V,
  Composant: ComponentType<{ contenu: Contenu<B, V> }>,
): Rendu => [`${bloc}:${variante}`, Composant as ComponentType<{ contenu: unknown }>];

const RENDUS: ReadonlyMap<string, Rendu[1]> = new Map([
  rendu('identite', 'complet', Identite),
  rendu('numero', 'complet', Numero),
  rendu('nir', 'complet', Nir),
  rendu('nir', 'cinq-derniers', NirCinqDerniers),
  rendu('adresse', 'complet', Adresse),
  rendu('adresse', 'nouvelle-connue', AdresseNouvelle),
  rendu('famille', 'complet', Famille),
  rendu('famille', 'composition', FamilleComposition),
  rendu('famille', 'nombre', FamilleNombre),
  rendu('famille', 'situation', FamilleSituation),
  rendu('famille', 'enfants-moins-6', FamilleJeunesEnfants),
  rendu('situationPro', 'complet', SituationPro),
  rendu('situationPro', 'actuelle', SituationProActuelle),
  rendu('ressourcesAnnuelles', 'complet', RessourcesAnnuelles),
  rendu('ressourcesAnnuelles', 'total', RessourcesTotal),
  rendu('ressourcesAnnuelles', 'tranche', RessourcesTranche),
  rendu('ressourcesAnnuelles', 'msa-aide-logement', RessourcesAnnuelles),
  rendu('ressourcesTrimestrielles', 'complet', RessourcesTrimestrielles),
  rendu('ressourcesTrimestrielles', 'total', RessourcesTrimestrielleTotal),
  rendu('droits', 'complet', Droits),
  rendu('droits', 'rsa-ppa', Droits),
  rendu('droits', 'rsa', Droits),
  rendu('droits', 'aide-logement', Droits),
  rendu('droits', 'logement-rsa', Droits),
  rendu('droits', 'cmg', Droits),
  rendu('droits', 'deux-ans', Droits),
  rendu('droits', 'aah-clca-prepare-ajpp-rsa-existence', DroitsCpam),
  rendu('droits', 'rsa-aah-oui-non-fin', DroitsOuiNon),
  rendu('droits', 'existence', DroitsExistence),
  rendu('paiements', 'complet', Paiements),
  rendu('paiements', 'logement', Paiements),
  rendu('paiements', 'cmg', Paiements),
  rendu('paiements', 'trois-derniers', Paiements),
  rendu('paiements', 'a-ce-bailleur', Paiements),
  rendu('paiements', 'complement-differentiel', Paiements),
  rendu('creances', 'complet', Creances),
  rendu('creances', 'rsa', Creances),
  rendu('creances', 'aide-logement', Creances),
  rendu('creances', 'logement', Creances),
  rendu('creances', 'cmg', Creances),
  rendu('creances', 'indus', Creances),
  rendu('creances', 'nature-solde', CreancesSoldes),
  rendu('logement', 'complet', Logement),
  rendu('logement', 'occupation', LogementOccupation),
  rendu('logement', 'forfait-css', LogementForfait),
  rendu('rsa', 'complet', Rsa),
  rendu('rsa', 'etat', RsaEtat),
  rendu('pensionsAlimentaires', 'complet', PensionsAlimentaires),
  rendu('pensionsAlimentaires', 'asf', SoutienFamilial),
  rendu('protection', 'complet', Protection),
  rendu('protection', 'existence', ProtectionExistence),
  rendu('handicap', 'complet', Handicap),
  rendu('handicap', 'nombre-aeeh', HandicapNombre),
  rendu('handicap', 'etat', HandicapEtat),
  rendu('handicap', 'majoration', HandicapMajoration),
  rendu('cmg', 'complet', Cmg),
  rendu('cmg', 'etat', CmgEtats),
  rendu('demarches', 'complet', Demarches),
  rendu('demarches', 'logement', Demarches),
  rendu('demarches', 'bloque-aide', PiecesAttendues),
  rendu('affiliation', 'complet', Affiliation),
  rendu('affiliation', 'ailleurs', AffiliationAilleurs),
]);

export const idRubrique = (bloc: Bloc): string => `rubrique-${bloc}`;

/** A form that the portal gained after this page was loaded. */
const FormeInconnue = () => <p>Rechargez la page pour voir cette rubrique.</p>;

/** One block of a file: its name, the form in which it is open, its content. */
export function Rubrique({ rubrique: { bloc, variante, contenu } }: { readonly rubrique: RubriqueLue }) {
  const Composant = RENDUS.get(`${bloc}:${variante}`) ?? FormeInconnue;
  const id = idRubrique(bloc);
  return (
    <section className="dossier__block" aria-labelledby={id}>
      <div className="dossier__block-head">
        <h3 id={id} tabIndex={-1}>
          {LIBELLES_BLOCS[bloc]}
        </h3>
        {variante !== 'complet' && (
          <p className="soft">
            Vue réduite :{' '}
            {direRubrique(bloc, variante)
              .slice(LIBELLES_BLOCS[bloc].length)
              .replace(/^\s*:\s*/, '')}
          </p>
        )}
      </div>
      {contenu === null ? <Absence bloc={bloc} variante={variante} /> : <Composant contenu={contenu} />}
    </section>
  );
}

/** A block without content; when another block counts zero of the same thing, the two must not contradict. */
function Absence({ bloc, variante }: Pick<RubriqueLue, 'bloc' | 'variante'>) {
  const { enfantsAeeh } = useFoyer();
  if (bloc === 'handicap' && variante === 'nombre-aeeh' && enfantsAeeh === 0) return <AucunAeeh />;
  // A crèche must bill on something: a remote source gives no base for want of a child under seven (CDAP-07).
  if (bloc === 'baseRessourcesEaje')
    return <p className="soft">Base non connue pour cette famille. Demandez l’avis d’imposition.</p>;
  return <p className="soft">Rien de connu.</p>;
}
