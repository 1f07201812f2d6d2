#!/bin/bash
# Joins the parts of a cohort when all of them have ended; see slurm.sh.
#SBATCH --job-name=cohort-merge
#SBATCH --mem=1G
#SBATCH --time=00:30:00
set -eu

rows=$1
tables=$2
mkdir -p "$tables"
"${FOLIO:-folio}" cohort merge "$rows"/rows-*.jsonl \
  --csv "$tables/cohort.csv" --xlsx "$tables/cohort.xlsx" --html "$tables/cohort.html"
