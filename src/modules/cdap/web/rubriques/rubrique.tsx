import type { ComponentType } from 'react';
import type { Consultation } from '../../contract.ts';
import type { Bloc } from '../../domain/blocs.ts';
import type { CodeVariante } from '../../domain/variantes.ts';
import { LIBELLES_BLOCS } from '../../libelles.ts';
import { direRubrique } from '../../libelles-rubriques.ts';
import { Affiliation, AffiliationAilleurs } from './affiliation.tsx';
import type { Contenu } from './contenu.ts';
import { Famille, FamilleComposition, SituationPro } from './famille.tsx';
import { Adresse, Identite, Nir, Numero } from './foyer.tsx';
import { useFoyer } from './foyer-contexte.ts';
import { Creances, Demarches, Droits, Paiements } from './prestations.tsx';
import { RessourcesAnnuelles, RessourcesTrimestrielles } from './ressources.tsx';
import { RubriqueGenerique } from './rubrique-generique.tsx';
import {
  AucunAeeh,
  HandicapEtat,
  HandicapNombre,
  Logement,
  PensionsAlimentaires,
  Rsa,
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
  rendu('adresse', 'complet', Adresse),
  rendu('famille', 'complet', Famille),
  rendu('famille', 'composition', FamilleComposition),
  rendu('situationPro', 'complet', SituationPro),
  rendu('ressourcesAnnuelles', 'complet', RessourcesAnnuelles),
  rendu('ressourcesTrimestrielles', 'complet', RessourcesTrimestrielles),
  rendu('droits', 'complet', Droits),
  rendu('droits', 'rsa-ppa', Droits),
  rendu('droits', 'rsa', Droits),
  rendu('droits', 'aide-logement', Droits),
  rendu('droits', 'logement-rsa', Droits),
  rendu('droits', 'cmg', Droits),
  rendu('paiements', 'complet', Paiements),
  rendu('paiements', 'logement', Paiements),
  rendu('paiements', 'cmg', Paiements),
  rendu('paiements', 'trois-derniers', Paiements),
  rendu('creances', 'complet', Creances),
  rendu('creances', 'rsa', Creances),
  rendu('creances', 'aide-logement', Creances),
  rendu('creances', 'logement', Creances),
  rendu('creances', 'cmg', Creances),
  rendu('creances', 'indus', Creances),
  rendu('logement', 'complet', Logement),
  rendu('rsa', 'complet', Rsa),
  rendu('pensionsAlimentaires', 'complet', PensionsAlimentaires),
  rendu('handicap', 'nombre-aeeh', HandicapNombre),
  rendu('handicap', 'etat', HandicapEtat),
  rendu('demarches', 'complet', Demarches),
  rendu('affiliation', 'complet', Affiliation),
  rendu('affiliation', 'ailleurs', AffiliationAilleurs),
]);

export const idRubrique = (bloc: Bloc): string => `rubrique-${bloc}`;

/** One block of a file: its name, the form in which it is open, its content. */
export function Rubrique({ rubrique: { bloc, variante, contenu } }: { readonly rubrique: RubriqueLue }) {
  const Composant = RENDUS.get(`${bloc}:${variante}`) ?? RubriqueGenerique;
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
  return <p className="soft">Rien de connu.</p>;
}
