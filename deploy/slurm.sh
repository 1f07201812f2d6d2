#!/bin/bash
# One part of a cohort on a Slurm cluster. For 3,000 dissertations in 20 parts:
#
#   job=$(sbatch --parsable --array=1-20 deploy/slurm.sh /shared/cohort /shared/rows)
#   sbatch --dependency=afterany:$job deploy/slurm-merge.sh /shared/rows /shared/tables
#
# What else `folio cohort` takes (--as, --register, --rules, --signers, --today) goes behind the two
# folders. A part that is requeued goes on where it was. Part i is rows-i.jsonl, for ever: with
# another number of parts, begin in an empty folder.
#SBATCH --job-name=cohort
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=1
#SBATCH --mem=3G
#SBATCH --time=04:00:00
set -u

cohort=$1
rows=$2
shift 2

# An array with gaps (--array=3,7) or a part of one would leave students out without a word.
first=${SLURM_ARRAY_TASK_MIN:?start it with sbatch --array=1-N}
last=$SLURM_ARRAY_TASK_MAX
count=$SLURM_ARRAY_TASK_COUNT
if [ $((last - first + 1)) -ne "$count" ] || [ "$first" -gt 1 ]; then
  echo "refused: the array must be 1-N (or 0-N) without gaps; it has $count tasks from $first to $last" >&2
  exit 2
fi
part=$((SLURM_ARRAY_TASK_ID - first + 1))

mkdir -p "$rows"
"${FOLIO:-folio}" cohort "$cohort" --shard "$part/$count" --jobs "${SLURM_CPUS_PER_TASK:-1}" \
  --resume -o "$rows/rows-$part.jsonl" "$@"
status=$?
# 1 says that a folder is broken: its row says which, and the job is done.
[ "$status" -le 1 ] || exit "$status"
