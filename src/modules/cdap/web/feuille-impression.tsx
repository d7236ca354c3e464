import { DefinitionList } from '../../../ui/definition-list.tsx';
import { formatDateHeure, nommerFuseau } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import type { Consultation, ProfilCdap } from '../contract.ts';
import type { Lecteur } from './lecteur.ts';

interface FeuilleImpressionProps {
  readonly consultation: Consultation;
  readonly profil: ProfilCdap;
  readonly lecteur: Lecteur;
  readonly nomCaf: string;
  readonly luLe: Date;
}

/** Head of the print sheet, on paper only: who printed what, under which right, and what secrecy asks (ACC-13). */
export function FeuilleImpression({ consultation, profil, lecteur, nomCaf, luLe }: FeuilleImpressionProps) {
  const { numero, mission, trace } = consultation;
  const libelleMission = profil.missions.find(({ code }) => code === mission)?.libelle ?? mission;
  return (
    <div className="print-head">
      <DefinitionList
        items={[
          {
            term: 'Dossier',
            value: (
              <>
                <Identifier value={numero} kind="dossier" />, {nomCaf}
              </>
            ),
          },
          { term: 'Lu par', value: `${lecteur.nom}, ${lecteur.fonction}, ${lecteur.organisme}` },
          { term: 'Profil', value: `${profil.profil}, ${profil.libelle}` },
          { term: 'Mission', value: libelleMission },
          { term: 'Le', value: direQuand(luLe, lecteur.fuseau) },
          { term: 'Trace', value: <Identifier value={trace} /> },
        ]}
      />
      <p>
        Document couvert par le secret professionnel (article 226-13 du code pénal), pendant et après les
        fonctions de la personne qui l’a lu. Il ne peut être remis à un autre organisme ; il se détruit dès
        qu’il a servi.
      </p>
    </div>
  );
}

/** A sheet travels: outside Paris it says of which place its hour is. */
function direQuand(luLe: Date, fuseau: string): string {
  const nom = nommerFuseau(fuseau);
  return formatDateHeure(luLe, fuseau) + (nom === null ? '' : ` (${nom})`);
}
