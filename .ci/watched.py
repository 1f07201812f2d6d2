"""A `folio watch` of a copy of a sample, for the checks that look at it."""

import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import threading
import time

DAY = ["--today", "2026-11-22"]


class Watched:
    """The program at work on a folder, and what it says."""

    def __init__(self, folio, sample, folder, *options):
        self.folio, self.root = str(pathlib.Path(folio).resolve()), pathlib.Path(folder) / "project"
        shutil.copytree(sample, self.root, ignore=shutil.ignore_patterns("output"))
        self.options = options
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.folio, "watch", str(self.root), "--no-browser", *DAY, *self.options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}", self.address), \
            (self.address, self.process.stderr.read() if self.process.poll() is not None else "")
        self.port = int(self.address.split(":")[2].split("/")[0])
        self.said = []
        lines = self.process.stderr
        threading.Thread(target=lambda: self.said.extend(iter(lines.readline, "")),
                         daemon=True).start()

    def run(self, *arguments):
        done = subprocess.run([self.folio, *arguments, *DAY], cwd=self.root, capture_output=True,
                              text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def path(self, name):
        return self.root / name

    def save(self, name, text):
        """Saves a file as editors do: beside it first."""
        beside = self.path(name).with_name(f".{pathlib.Path(name).name}.tmp")
        beside.write_text(text)
        os.replace(beside, self.path(name))

    def children(self):
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
                                capture_output=True, text=True, check=False)
        return [int(pid) for pid in listed.stdout.split()]

    def memory(self):
        """The resident memory of the program and its children, in MiB."""
        kib = 0
        for pid in [self.process.pid, *self.children()]:
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
            except FileNotFoundError:
                continue
            kib += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        return kib / 1024

    def request(self, method, path, body=None, **headers):
        """Asks without a browser; returns status, headers and content."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    def cookie(self):
        status, headers, _ = self.request("GET", "/" + self.address.split("/", 3)[3])
        assert status == 303, status
        return headers["Set-Cookie"].split(";")[0]

    def close(self):
        children = self.children()
        self.process.terminate()
        self.process.wait(20)
        end = time.monotonic() + 10
        while any(pathlib.Path(f"/proc/{pid}").exists() for pid in children):
            assert time.monotonic() < end, "a worker stayed behind"
            time.sleep(0.05)


class Listener:
    """Listens to what the page is told, without a browser."""

    def __init__(self, watched):
        self.last, self.count, self.lost = {}, {}, False
        self.connection = http.client.HTTPConnection("127.0.0.1", watched.port)
        self.connection.request("GET", "/events", headers={"Cookie": watched.cookie()})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.status
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        kind = ""
        try:
            for line in iter(self.answer.readline, b""):
                line = line.decode().rstrip("\n")
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    self.last[kind] = json.loads(line[6:])
                    self.count[kind] = self.count.get(kind, 0) + 1
        except (OSError, ValueError, AttributeError):
            pass
        self.lost = True

    def until(self, test, seconds=60):
        end = time.monotonic() + seconds
        while not test(self):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def close(self):
        self.connection.close()
