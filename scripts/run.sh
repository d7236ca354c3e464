#!/bin/sh
# Runs one of the project's .ts files with a Node that can: sh scripts/run.sh path/file.ts [args…]
#
# A .ts file needs Node 24, and the machine may only have 20 or 22. `npm ci` brings Node 24 as a platform
# package; this guard prefers it, falls back on any Node >= 24 of the PATH, and otherwise says what to type
# (a first line in the .ts file could not: Node 20 fails before reading it).

racine=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
cd -- "$racine" || exit 1

# True when $1 runs here (right processor, right C library) and is recent enough.
convient() {
  version=$("$1" -v 2>/dev/null) || return 1
  majeure=${version#v}
  majeure=${majeure%%.*}
  case $majeure in '' | *[!0-9]*) return 1 ;; esac
  [ "$majeure" -ge 24 ]
}

# `exec`: Node takes this process, so that Ctrl-C and a supervisor's signals reach it directly.
# Type stripping still warns on early 24 releases (the macOS package), hence the flag.
lancer() {
  noeud=$1
  shift
  exec "$noeud" --disable-warning=ExperimentalWarning "$@"
}

[ $# -gt 0 ] || { echo 'Usage : sh scripts/run.sh chemin/fichier.ts [arguments…]' >&2; exit 1; }

fourni=$racine/node_modules/.bin/node
if convient "$fourni"; then lancer "$fourni" "$@"; fi

# npm puts node_modules/.bin first in PATH: every folder is tried, not only the first `node` found.
ancien_ifs=$IFS
IFS=:
set -f
for dossier in $PATH; do
  IFS=$ancien_ifs
  if [ -n "$dossier" ] && [ -x "$dossier/node" ] && convient "$dossier/node"; then lancer "$dossier/node" "$@"; fi
done

if [ -e "$fourni" ]; then
  echo "Le Node livré avec le portail ne peut pas tourner sur ce système (il demande un Linux avec glibc 2.28 ou plus récente, sur x64 ou arm64, ou macOS) : installez Node 24 ou plus récent, puis retapez la même commande." >&2
elif [ -d "$racine/node_modules" ]; then
  echo "Il manque Node 24, que npm apporte pour Linux (x64, arm64) et macOS : sur l’un de ces systèmes, tapez « npm ci » avec Node 20 et npm 11 ou plus récents et sans « --omit=optional » ; ailleurs, installez Node 24 ; puis retapez la même commande." >&2
else
  echo "Les composants du portail ne sont pas encore installés : tapez « npm ci » (avec Node 20 et npm 11 ou plus récents), puis retapez la même commande." >&2
fi
exit 1
