"""Runs a cohort on a real Slurm: two nodes on this machine, an array, one node killed, a merge.

Usage: slurm.py FOLIO SCRATCH. Sixty small dissertations of all kinds are done by one run, and by an
array of nine tasks with deploy/slurm.sh while one of the two nodes is ended by force and one task is
requeued; a job that depends on the array merges. Every folder must be exactly one row, equal to that
of the single run. Needs root, slurm-wlm and munge, and nothing of systemd; where they are missing it
says so and ends well, unless FOLIO_NEED_SLURM is set. It ends what it started, and nothing else.
"""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import students  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent.parent
DAY = ["--today", "2026-11-22", "--time-limit", "30"]
DISSERTATIONS, PARTS = 60, 9
PORT = 16817


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(1 if os.environ.get("FOLIO_NEED_SLURM") else 0)


def configuration(scratch, host):
    lines = {
        "ClusterName": "trial",
        "SlurmctldHost": f"{host}(127.0.0.1)",
        "SlurmUser": "root",
        "SlurmctldPort": PORT,
        "AuthType": "auth/munge",
        "AuthInfo": f"socket={scratch}/munge.socket",
        "CredType": "cred/munge",
        "StateSaveLocation": scratch / "state",
        "SlurmdSpoolDir": f"{scratch}/spool.%n",
        "SlurmctldPidFile": scratch / "slurmctld.pid",
        "SlurmdPidFile": f"{scratch}/slurmd.%n.pid",
        "SlurmctldLogFile": scratch / "slurmctld.log",
        "SlurmdLogFile": f"{scratch}/slurmd.%n.log",
        "ProctrackType": "proctrack/linuxproc",
        "TaskPlugin": "task/none",
        "JobAcctGatherType": "jobacct_gather/none",
        "SelectType": "select/cons_tres",
        "SelectTypeParameters": "CR_Core",
        "SchedulerType": "sched/backfill",
        "ReturnToService": 2,
        "SlurmdTimeout": 10,
        "MailProg": "/bin/true",
    }
    nodes = [
        f"NodeName=node{at} NodeHostname={host} NodeAddr=127.0.0.1 Port={PORT + 200 + at} CPUs=1 RealMemory=8000"
        for at in (1, 2)
    ]
    text = "\n".join(f"{key}={value}" for key, value in lines.items())
    return f"{text}\n" + "\n".join(nodes) + "\nPartitionName=main Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP\n"


class Cluster:
    """The daemons of this trial, in a folder of their own."""

    def __init__(self, scratch):
        self.scratch = scratch
        (scratch / "state").mkdir()
        for at in (1, 2):
            (scratch / f"spool.node{at}").mkdir()
        file = scratch / "slurm.conf"
        file.write_text(configuration(scratch, socket.gethostname().split(".")[0]))
        os.environ["SLURM_CONF"] = str(file)
        self.daemons = {}
        key = scratch / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        # It insists on folders that nobody else may write to.
        for folder in (scratch, *scratch.parents):
            if folder.stat().st_mode & 0o022 and folder != pathlib.Path("/tmp"):
                folder.chmod(folder.stat().st_mode & ~0o022)
        self.start("munged", "munged", "--foreground", "--force", f"--socket={scratch}/munge.socket",
                   f"--key-file={key}", f"--pid-file={scratch}/munged.pid", f"--log-file={scratch}/munged.log",
                   f"--seed-file={scratch}/munged.seed")
        time.sleep(1)
        self.start("slurmctld", "slurmctld", "-D", "-c")
        for at in (1, 2):
            self.start(f"node{at}", "slurmd", "-D", "-N", f"node{at}")
        self.wait(lambda: self.say("sinfo", "-h", "-o", "%T").split() == ["idle"], 60, "the nodes are idle")

    def start(self, name, *command):
        with (self.scratch / f"{name}.out").open("w") as out:
            self.daemons[name] = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)

    def say(self, *command):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    def wait(self, holds, seconds, what):
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise SystemExit(f"not in {seconds} seconds: {what}\n{self.say('sinfo', '-N')}\n{self.say('squeue')}")
            time.sleep(0.5)

    def kill(self, name):
        """Ends a node as a power cut does: its daemon, and what ran on it."""
        daemon = self.daemons.pop(name)
        children = self.say("ps", "-eo", "pid,args").splitlines()
        steps = [int(line.split()[0]) for line in children if "slurmstepd:" in line]
        marks = [f"SLURM_CONF={self.scratch}/slurm.conf".encode(), f"SLURMD_NODENAME={name}".encode()]
        on_node = [pid for pid in steps if all(mark in descendants_environment(pid) for mark in marks)]
        os.kill(daemon.pid, signal.SIGKILL)
        for pid in on_node:
            for child in [*descendants(pid), pid]:
                try:
                    os.kill(child, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        daemon.wait()
        return len(on_node)

    def end(self):
        for daemon in self.daemons.values():
            daemon.terminate()
        for daemon in self.daemons.values():
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()


def environment(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def descendants(pid):
    found = []
    for line in subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True).stdout.splitlines()[1:]:
        child, parent = map(int, line.split())
        if parent == pid:
            found += [*descendants(child), child]
    return found


def descendants_environment(pid):
    return b"".join(environment(child) for child in descendants(pid))


def rows_of(files):
    rows = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    for row in rows:
        row["seconds"] = 0
    return sorted(rows, key=lambda row: row["id"])


def main(folio, scratch):
    if os.name != "posix" or os.geteuid() != 0:
        skip("a cluster of one's own needs root")
    if missing := [it for it in ("slurmctld", "slurmd", "sbatch", "munged") if not shutil.which(it)]:
        skip(f"{', '.join(missing)} not here (Debian: slurm-wlm munge)")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    cohort = scratch / "cohort"
    students.make(cohort, DISSERTATIONS)
    begun = time.monotonic()
    single = scratch / "single.jsonl"
    done = subprocess.run([folio, "cohort", cohort, "-o", single, "--jobs", "2", *DAY])
    assert done.returncode == 1, done
    print(f"one run of two jobs: {time.monotonic() - begun:.1f} s")

    os.environ["FOLIO"] = str(folio)
    (scratch / "cluster").mkdir()
    cluster = Cluster(scratch / "cluster")
    try:
        rows, tables = scratch / "rows", scratch / "tables"
        logs = ["--output", str(scratch / "job-%A-%a.log"), "--mem=2000"]
        gaps = cluster.say("sbatch", "--wait", "--parsable", *logs, "--array=3,7", str(HERE / "deploy/slurm.sh"),
                           str(cohort), str(scratch / "gaps"), *DAY)
        said = "".join(it.read_text() for it in scratch.glob(f"job-{gaps.split(';')[0]}-*.log"))
        assert said.count("refused: the array must be 1-N") == 2, said
        assert not list((scratch / "gaps").glob("*")) if (scratch / "gaps").exists() else True

        begun = time.monotonic()
        job = cluster.say("sbatch", "--parsable", *logs, f"--array=1-{PARTS}", str(HERE / "deploy/slurm.sh"),
                          str(cohort), str(rows), *DAY)
        merge = cluster.say("sbatch", "--parsable", "--output", str(scratch / "merge.log"), "--mem=500",
                            f"--dependency=afterany:{job}", str(HERE / "deploy/slurm-merge.sh"), str(rows), str(tables))
        cluster.wait(lambda: len(rows_now(rows)) >= 12, 240, "a dozen rows are written")
        on_two = ("squeue", "-h", "-t", "R", "-w", "node2", "-o", "%i")
        cluster.wait(lambda: cluster.say(*on_two), 120, "a task runs on node2")
        time.sleep(2)
        running = cluster.say("squeue", "-h", "-t", "R", "-o", "%i %N").split("\n")
        hit = cluster.kill("node2")
        print(f"node2 killed with {hit} task(s) after {time.monotonic() - begun:.1f} s; running were {running}")
        on_one = [line.split()[0] for line in cluster.say("squeue", "-h", "-t", "R", "-w", "node1", "-o", "%i").split("\n") if line]
        if on_one:
            subprocess.run(["scontrol", "requeue", on_one[0]], check=True)
            print(f"requeued {on_one[0]}")
        time.sleep(15)
        cluster.start("node2", "slurmd", "-D", "-N", "node2")
        assert not tables.exists(), "the merge did not wait"
        cluster.wait(lambda: not cluster.say("squeue", "-h", "-o", "%i"), 900, "everything has ended")
        print(f"array of {PARTS}, with a merge behind it: {time.monotonic() - begun:.1f} s")
        files = sorted(rows.glob("rows-*.jsonl"))
        assert len(files) == PARTS, files
        got, expected = rows_of(files), rows_of([single])
        assert len(expected) == DISSERTATIONS, len(expected)
        assert [row["id"] for row in got] == [row["id"] for row in expected], "a row is missing or stands twice"
        assert got == expected, [(a, b) for a, b in zip(got, expected) if a != b][:2]
        assert (tables / "cohort.xlsx").stat().st_size > 5000, merge
        print(f"{len(got)} folders, {len(got)} rows, equal to those of the single run")
    finally:
        cluster.end()


def rows_now(rows):
    return [line for file in rows.glob("rows-*.jsonl") for line in file.read_text().splitlines()]


main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve())
