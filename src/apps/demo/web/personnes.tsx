import { useState } from 'react';
import { ChipGroup } from '../../../ui/chips.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { SelectField } from '../../../ui/select-field.tsx';
import { type Choix, choisirPersonnes, compterPersonnes, themesDe } from './choisir-personnes.ts';
import { CompteDemonstration, type EntreeEnCours } from './compte-demonstration.tsx';
import type { CompteDemo, Demonstration } from './premiers-pas.ts';

/** No theme is called so. */
const TOUS = '*';

interface PersonnesProps {
  readonly demonstration: Demonstration;
  readonly enCours: EntreeEnCours;
  readonly onEntrer: (compte: CompteDemo) => Promise<void>;
}

/** Everybody, a theme at a time: seventy people at once are nobody. */
export function Personnes({ demonstration, enCours, onEntrer }: PersonnesProps) {
  const { motDePasse, organismes, profils } = demonstration;
  const themes = themesDe(organismes);
  const [choix, setChoix] = useState<Choix>({ par: 'theme', theme: themes[0] ?? '' });
  const groupes = choisirPersonnes(organismes, choix);

  return (
    <>
      <div className="demo__choice">
        <ChipGroup
          label="Ce que l’on peut essayer"
          options={[
            ...themes.map((theme) => ({ value: theme, label: theme })),
            { value: TOUS, label: 'Tout le monde' },
          ]}
          value={choix.par === 'theme' ? choix.theme : choix.par === 'tous' ? TOUS : null}
          onChange={(theme) => setChoix(theme === TOUS ? { par: 'tous' } : { par: 'theme', theme })}
        />
        <SelectField
          name="profil"
          label="Ou par profil Cdap"
          optional
          placeholder="Tous les profils"
          options={profils.map(({ code, libelle }) => ({ value: code, label: `${code}, ${libelle}` }))}
          value={choix.par === 'profil' ? choix.profil : ''}
          onChange={(profil) => setChoix(profil === '' ? { par: 'tous' } : { par: 'profil', profil })}
        />
      </div>
      <p className="soft" role="status">
        {formatCompte(compterPersonnes(groupes), 'personne')}
      </p>
      {groupes.map(({ theme, organismes: duTheme }) => (
        <section key={theme} className="demo__theme" aria-label={theme}>
          <h3>{theme}</h3>
          {duTheme.map(({ nom, detail, comptes }) => (
            <section key={nom} className="demo__organisation" aria-label={nom}>
              <div className="demo__organisation-name">
                <h4>{nom}</h4>
                <p className="soft">{detail}</p>
              </div>
              {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
              <ul role="list">
                {comptes.map((compte) => (
                  <li key={compte.identifiant} className="demo__person">
                    <CompteDemonstration
                      compte={compte}
                      motDePasse={motDePasse}
                      enCours={enCours}
                      onEntrer={onEntrer}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </section>
      ))}
    </>
  );
}
