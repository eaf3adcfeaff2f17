#!/usr/bin/env bash
# slurm_check.sh [PATH-OF-DESCENT]: the same search as a Slurm job array and in one process.
#
# Needs Debian's slurm-wlm and munge, and root. Sets up a cluster of this one machine in a scratch
# folder, with munged, slurmctld and slurmd of its own on ports of its own, exports a search, submits
# it, kills one task on its way and submits that again, collects, and compares every trial with those
# of a search in one process. Ends only what it started.
set -euo pipefail

descent=$(realpath "${1:-.build/release/descent}")
for tool in munged slurmctld slurmd sbatch squeue scancel; do
  command -v "$tool" >/dev/null || { echo "no $tool: apt install slurm-wlm munge" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo "run it as root, as slurmd needs" >&2; exit 2; }

scratch=$(mktemp -d /tmp/slurm-check.XXXXXX)
started=()
cleanup() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
  [ -n "${KEEP:-}" ] || rm -rf "$scratch"
}
trap cleanup EXIT
chmod 755 "$scratch"
mkdir -p "$scratch"/{munge,state,spool}
chmod 700 "$scratch/munge"

host=$(hostname -s)
base=$((20000 + RANDOM % 20000))
dd if=/dev/urandom of="$scratch/munge/key" bs=1 count=1024 status=none
chmod 400 "$scratch/munge/key"
munged --foreground --force --key-file="$scratch/munge/key" --socket="$scratch/munge.socket" \
  --pid-file="$scratch/munge/pid" --seed-file="$scratch/munge/seed" \
  --log-file="$scratch/munge/log" >/dev/null 2>&1 &
started+=($!)

cat >"$scratch/slurm.conf" <<CONF
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge.socket
CredType=cred/munge
SlurmctldPort=$base
SlurmdPort=$((base + 1))
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$scratch/slurm.conf
for _ in $(seq 50); do [ -S "$scratch/munge.socket" ] && break; sleep 0.1; done
slurmctld -D -f "$SLURM_CONF" >"$scratch/slurmctld.out" 2>&1 &
started+=($!)
slurmd -D -f "$SLURM_CONF" -N "$host" >"$scratch/slurmd.out" 2>&1 &
started+=($!)
for _ in $(seq 300); do
  sinfo -h -o %T 2>/dev/null | grep -q idle && break
  sleep 0.1
done
sinfo -h -o %T | grep -q idle || {
  tail -5 "$scratch"/slurmctld.log "$scratch"/slurmd.log >&2
  echo "the cluster did not come up" >&2
  exit 1
}

export DESCENT=$descent XDG_STATE_HOME=$scratch/home
setup='data digits split=0.8,0.2; network 64-16:relu-10:softmax; optimizer adam'
search='search random lr=log(1e-4,1e-1) l2=log(1e-5,1e-2) batch=16,32 trials=40 epochs=2 seed=3'
cd "$scratch"
"$descent" -c "$setup; $search export=slurm tasks=5 job" | tail -3
cd job
wait_for_jobs() {
  for _ in $(seq 1200); do
    [ -z "$(squeue -h)" ] && return
    sleep 0.25
  done
  echo "the jobs do not end" >&2
  exit 1
}
first=$(sbatch --parsable submit.sbatch)
# One task is killed on its way, and the same array submitted again: finished trials are not made twice.
for _ in $(seq 200); do grep -q ' trial ' task-0.study 2>/dev/null && break; sleep 0.05; done
scancel --signal=KILL --full "${first}_0" || true
wait_for_jobs
kept=$(grep -c ' trial ' task-0.study)
second=$(sbatch --parsable submit.sbatch)
wait_for_jobs
echo "jobs $first and $second; task 0 had $kept of 8 trials when it was killed"
cd ..
"$descent" --json -c 'search collect job' >collected.json
"$descent" --json -c "$setup; $search study=alone.study" >/dev/null
lines() { cut -d' ' -f2- "$1" | grep '^trial ' | sort; }
cmp <(lines job/study) <(lines alone.study)
count=$(lines job/study | wc -l)
[ "$count" = 40 ] || { echo "$count of 40 trials" >&2; exit 1; }
grep -o '"best":{[^}]*}' collected.json
echo "the $count trials of the job array equal those of one process, digit for digit"
