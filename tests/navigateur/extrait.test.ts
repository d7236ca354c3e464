import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { lireTextePdf } from '../support/texte-pdf.ts';
import { adresse, fermerNavigateur, ouvrirPage, violations } from './personne.ts';

afterAll(fermerNavigateur);

test('CDAP-23 une agente enregistre un extrait ; la Caf le vérifie avec le fichier, au clavier', async () => {
  const agente = await ouvrirPage('Castagnier');
  await agente.goto(`${adresse()}/cdap`);
  await agente.getByLabel(/^Numéro de dossier/).fill('12345');
  await agente.keyboard.press('Enter');
  await agente.locator('.dossier').first().waitFor();
  await agente.getByRole('button', { name: 'Extrait PDF' }).focus();
  await agente.keyboard.press('Enter');
  await agente.getByRole('button', { name: 'Enregistrer l’extrait' }).focus();
  const [recu] = await Promise.all([agente.waitForEvent('download'), agente.keyboard.press('Enter')]);
  const chemin = await recu.path();
  const nom = recu.suggestedFilename();
  const code = /^extrait-([0-9A-Z-]{24})\.pdf$/.exec(nom)?.[1] ?? '';
  expect(lireTextePdf(await readFile(chemin))).toContain(code);
  await agente.getByText('Extrait enregistré').first().waitFor();
  const octets = await readFile(chemin);
  await agente.context().close();

  const auditeur = await ouvrirPage('Flament');
  try {
    const envois: string[] = [];
    auditeur.on('request', (demande) => envois.push(demande.postData() ?? ''));
    await auditeur.goto(`${adresse()}/verifier-un-extrait`);
    const verifier = async (fichier: string, contenu: Buffer) => {
      await auditeur
        .getByLabel('Le fichier PDF')
        .setInputFiles({ name: fichier, mimeType: 'application/pdf', buffer: contenu });
      await auditeur.getByText(`${fichier} : prêt à être comparé`).waitFor();
      await auditeur.getByLabel('Code de l’extrait', { exact: true }).fill(code.toLowerCase());
      await auditeur.keyboard.press('Enter');
    };
    await verifier(nom, octets);
    await auditeur.getByText('Le fichier est bien celui qui a été remis').waitFor();
    expect(await auditeur.locator(':focus').innerText()).toBe('Cet extrait existe');
    expect(await violations(auditeur)).toEqual([]);
    expect(await auditeur.locator('main').innerText()).toContain('Castagnier');
    await verifier('retouche.pdf', Buffer.concat([octets, Buffer.from('\n')]));
    await auditeur.getByText('n’est pas celui qui a été remis').waitFor();
    expect(await violations(auditeur)).toEqual([]);
    // The document stays on the machine: only its fingerprint left.
    expect(envois.some((envoi) => envoi.includes('%PDF'))).toBe(false);
    expect(envois.some((envoi) => /"empreinte":"[0-9a-f]{64}"/.test(envoi))).toBe(true);
  } finally {
    await auditeur.context().close();
  }
});
