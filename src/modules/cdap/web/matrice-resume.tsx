import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, RadioGroup } from '../../../ui/choice-field.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat } from '../contract.ts';
import type { Changement, MatriceBrute } from '../domain/comparer-matrices.ts';
import type { ApercuMatrice } from '../domain/schemas-matrice.ts';
import { direChangement, LIBELLES_EFFETS } from '../libelles-matrice.ts';
import { MotifMatrice } from './matrice-motif.tsx';
import { demainAParis, direDroits } from './matrice-mots.ts';
import { apercuRequete, matriceRequete } from './matrice-requetes.ts';

interface MatriceResumeProps {
  readonly versionLue: number;
  readonly contenu: MatriceBrute;
  readonly onRetour: () => void;
  /** The version is saved: the draft can be forgotten. */
  readonly onEnregistre: () => void;
}

/** One box per widening, under its own name: the fault of one is told beside it. */
const CONFIRME = 'elargissement:';

const TONS = { elargit: 'attention', restreint: 'info', autre: 'neutre' } as const;

/** What a draft changes, profile by profile, before it is saved: what widens is confirmed line by line. */
export function MatriceResume({ versionLue, contenu, onRetour, onEnregistre }: MatriceResumeProps) {
  const { data, error, isPending, refetch } = useQuery(apercuRequete(versionLue, contenu));
  const titre = useRef<HTMLHeadingElement>(null);
  useEffect(() => titre.current?.focus(), []);
  return (
    <section className="stack" aria-labelledby="resume-matrice">
      <h2 id="resume-matrice" ref={titre} tabIndex={-1}>
        Ce que cela change
      </h2>
      {isPending && <Skeleton lines={6} label="Calcul de ce qui change…" />}
      {error && (
        <FailureNotice titre="L’aperçu n’a pas pu être fait" erreur={error} onRelire={() => void refetch()} />
      )}
      {data && (
        <Enregistrement apercu={data} contenu={contenu} onRetour={onRetour} onEnregistre={onEnregistre} />
      )}
      {!data && (
        <div className="button-row">
          <Button onClick={onRetour}>Revenir au brouillon</Button>
        </div>
      )}
    </section>
  );
}

function Enregistrement({
  apercu,
  contenu,
  onRetour,
  onEnregistre,
}: Omit<MatriceResumeProps, 'versionLue'> & { readonly apercu: ApercuMatrice }) {
  const client = useQueryClient();
  const [plusTard, setPlusTard] = useState(false);
  const [maintenant] = useState(() => new Date());
  const elargis = apercu.changements.filter(({ effet }) => effet === 'elargit');
  const enregistrer = async (valeurs: FormData) => {
    const version = await appeler(cdapContrat.changerMatrice, {
      versionLue: apercu.versionLue,
      contenu,
      motif: String(valeurs.get('motif') ?? '').trim(),
      jourEffet: plusTard ? String(valeurs.get('jourEffet') ?? '') : null,
      elargissements: [...valeurs.keys()]
        .filter((nom) => nom.startsWith(CONFIRME))
        .map((nom) => nom.slice(CONFIRME.length)),
    });
    onEnregistre();
    await client.invalidateQueries({ queryKey: matriceRequete.queryKey });
    annoncer(
      version.etat === 'a-venir'
        ? `Version ${version.version} enregistrée : elle s’appliquera le ${formatDateHeure(version.du)}.`
        : `Version ${version.version} enregistrée : elle s’applique dès maintenant.`,
    );
  };
  const profils = [...new Set(apercu.changements.map(({ profil }) => profil))];
  return (
    <Form label="Nouvelle version de la matrice" onSubmit={enregistrer} className="form matrix-save">
      <p>
        {formatCompte(apercu.changements.length, 'changement')} du catalogue {apercu.catalogue}
        {elargis.length > 0
          ? `, dont ${formatCompte(elargis.length, 'élargissement')} à confirmer un par un.`
          : '. Aucun n’élargit ce qui est vu.'}
      </p>
      {profils.map((profil) => (
        <ProfilChange
          key={profil ?? ''}
          profil={profil}
          droits={apercu.profils.find((p) => p.profil === profil)}
          changements={apercu.changements.filter((c) => c.profil === profil)}
        />
      ))}
      <RadioGroup
        name="quand"
        label="À partir de quand"
        defaultValue="maintenant"
        onChange={(quand) => setPlusTard(quand === 'jour')}
        options={[
          { value: 'maintenant', label: 'Tout de suite', help: 'Dès la prochaine lecture d’un dossier.' },
          { value: 'jour', label: 'Un jour à venir', help: 'À minuit, heure de Paris.' },
        ]}
      />
      {plusTard && <DateField name="jourEffet" label="Premier jour" min={demainAParis(maintenant)} />}
      <MotifMatrice aide="La décision qui fonde ce changement. Il est gardé avec la version et dans les traces. De 10 à 300 caractères." />
      <div className="button-row">
        <SubmitButton busyLabel="Enregistrement…">Enregistrer cette version</SubmitButton>
        <Button onClick={onRetour}>Revenir au brouillon</Button>
      </div>
    </Form>
  );
}

interface ProfilChangeProps {
  readonly profil: string | null;
  readonly droits: ApercuMatrice['profils'][number] | undefined;
  readonly changements: readonly Changement[];
}

function ProfilChange({ profil, droits, changements }: ProfilChangeProps) {
  return (
    <section className="panel matrix-change" aria-label={profil ?? 'Catalogue'}>
      <h3>{profil === null ? 'Le catalogue' : `Profil ${profil}`}</h3>
      {droits && <p className="soft">{direDroits(droits)}</p>}
      <ListeChangements changements={changements} confirmer />
    </section>
  );
}

/** Changes with what each does; a widening asks to be confirmed when it is not saved yet. */
export function ListeChangements({
  changements,
  confirmer = false,
}: {
  readonly changements: readonly Changement[];
  readonly confirmer?: boolean;
}) {
  return (
    <ul className="matrix-change__list">
      {changements.map((changement) => (
        <li key={changement.cle}>
          <StatusTag tone={TONS[changement.effet]}>{LIBELLES_EFFETS[changement.effet]}</StatusTag>
          <p>
            {!confirmer && changement.profil !== null && <strong>{changement.profil} · </strong>}
            {direChangement(changement)}
          </p>
          {confirmer && changement.effet === 'elargit' && (
            <Checkbox
              name={`${CONFIRME}${changement.cle}`}
              required
              missing={`Confirmez cet élargissement, ou retirez-le : ${direChangement(changement)}`}
              label={
                <>
                  Je confirme cet élargissement
                  <span className="visually-hidden"> : {direChangement(changement)}</span>
                </>
              }
            />
          )}
        </li>
      ))}
    </ul>
  );
}
