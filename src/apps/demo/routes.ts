import type { FastifyInstance } from 'fastify';
import { generate } from 'otplib';
import { accepte, refuse } from '../../kernel/resultat.ts';
import { afficherNumero } from '../../modules/cdap/domain/numero-dossier.ts';
import { dossiersTemoins } from '../../modules/cdap/domain/population.ts';
import { LIBELLES_PROFILS } from '../../modules/cdap/libelles-profils.ts';
import { LIBELLES_ROLES } from '../../modules/identite/libelles.ts';
import { listCourriels } from '../../modules/notifications/index.ts';
import { monter, type ServicesPorte } from '../../platform/http/porte.ts';
import { aSecondFacteur } from './appartenance.ts';
import { BOITE, corpsMontre } from './boite.ts';
import { COMPTES, type CompteDemo, identifiantDe, MOT_DE_PASSE_DEMO, secretTotpDe } from './comptes.ts';
import { demonstrationContrat } from './contract.ts';
import { CAFS, OPPOSITION, PARTENAIRES } from './organisations.ts';
import { THEMES } from './themes.ts';

const PAS_S = 30;

/** Mounted in demonstration mode only: shows accounts, codes and mails, which a real portal never does. */
export function monterDemonstration(app: FastifyInstance, services: ServicesPorte): void {
  monter(
    app,
    services,
    demonstrationContrat,
    {
      lister: async ({ ctx }) =>
        accepte({
          motDePasse: MOT_DE_PASSE_DEMO,
          organismes: organismes(),
          profils: profilsTenus(),
          dossiers: temoins(ctx.instant),
        }),
      codes: async ({ ctx, entree }) => {
        const compte = COMPTES.find((c) => identifiantDe(c) === entree.identifiant);
        if (compte === undefined || !aSecondFacteur(compte))
          return refuse({ code: 'compte-inconnu', nature: 'introuvable' });
        return accepte(await codesDe(secretTotpDe(compte), ctx.instant));
      },
      coder: async ({ ctx, entree }) => accepte(await codesDe(entree.cle, ctx.instant)),
      courriels: async ({ ctx }) =>
        ctx.enTransaction({ nature: 'cnaf', cafCode: null, partenaireId: null, compteId: null }, async (tx) =>
          accepte({
            courriels: (await listCourriels(tx, 50)).map((courriel) => ({
              id: courriel.id,
              destinataire: courriel.destinataire,
              objet: courriel.objet,
              corps: corpsMontre(BOITE, courriel),
              le: courriel.cree_le.toISOString(),
            })),
          }),
        ),
    },
    () => ({ titre: 'Ce compte n’existe pas dans la démonstration.' }),
  );
}

/** The code of the instant and the next one, which is within the tolerance: it serves when the current one was just used. */
async function codesDe(secret: string, instant: Date) {
  const epoch = Math.floor(instant.getTime() / 1000);
  const codes = await Promise.all([generate({ secret, epoch }), generate({ secret, epoch: epoch + PAS_S })]);
  return { codes, secondes: PAS_S - (epoch % PAS_S) };
}

function organismes() {
  const noms = [
    ...PARTENAIRES.map((p) => ({
      cle: p.cle,
      nom: p.raisonSociale,
      detail: CAFS.find((c) => c.code === p.cafCode)?.nom ?? '',
    })),
    ...CAFS.map((c) => ({ cle: c.code, nom: c.nom, detail: `Caf ${c.code}` })),
    { cle: 'cnaf', nom: 'Cnaf', detail: 'Échelon national' },
  ];
  return THEMES.flatMap(({ titre, organismes: cles }) =>
    cles.map((cle) => {
      const organisme = noms.find((n) => n.cle === cle);
      if (organisme === undefined) throw new Error(`no organisation ${cle} in the demonstration`);
      return {
        theme: titre,
        nom: organisme.nom,
        detail: organisme.detail,
        comptes: COMPTES.filter((c) => c.organisme === cle).map(decrireCompte),
      };
    }),
  );
}

const decrireCompte = (c: CompteDemo) => ({
  identifiant: identifiantDe(c),
  nom: `${c.prenom} ${c.nom}`,
  fonction: c.fonction,
  roles: c.roles.map((role) => LIBELLES_ROLES[role] ?? role),
  profils: [...new Set(c.droits?.map(({ profil }) => profil))],
  etat: c.etat === 'suspendu' ? 'suspendu' : c.fin !== undefined && c.fin < 0 ? 'terminé' : 'actif',
  secondFacteur: aSecondFacteur(c),
  essai: c.essai,
});

const numeroDe = (profil: string): number => Number(profil.slice(1));
const profilsTenus = () =>
  [...new Set(COMPTES.flatMap(({ droits = [] }) => droits.map(({ profil }) => profil)))]
    .sort((a, b) => numeroDe(a) - numeroDe(b))
    .map((code) => ({ code, libelle: LIBELLES_PROFILS[code] ?? code }));

const temoins = (instant: Date) =>
  dossiersTemoins('599', instant.toISOString().slice(0, 7)).map(({ description, profils, dossier }) => ({
    numero: afficherNumero(dossier.numero),
    description: dossier.numero === OPPOSITION.numero ? `${description} ; ${OPPOSITION.dite}` : description,
    profils: [...profils],
  }));
