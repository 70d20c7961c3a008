"""The engines: how each is found, told its version, made to index and made to answer.

An engine that cannot run here raises Absent with the reason, which becomes its row.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(os.path.dirname(HERE))


class Absent(Exception):
    """Why an engine is not in the comparison; of files it tells the names, not where they lie."""

    def __str__(self):
        return re.sub(r"(?<![\w.])(?:/[^\s/:'\"]+)+/", "", super().__str__())


def tell(command):
    """What a command prints, or Absent."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise Absent(f"{os.path.basename(command[0])}: {e.__class__.__name__}") from e
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Absent(f"{os.path.basename(command[0])} fails: {said}")
    return done.stdout.strip()


def program(given, *places):
    """The first of these files that exists."""
    for place in (given, *places):
        if place and os.path.isfile(place):
            return os.path.abspath(place)
    raise Absent(f"no program: {' or '.join(os.path.relpath(p, REPO) for p in places)}; see README.md")


class Engine:
    """`index` and `query` give command lines; a page that does less than others says so in `page`."""

    note = ""
    page = ""

    def __init__(self, options):
        self.o = options

    def serves(self, what):
        return True


class Dateline(Engine):
    name = "dateline"
    note = "the whole of `dateline index`: taking articles apart, families, checkpoints"

    def find(self):
        target = self.o.target or os.path.join(REPO, "target")
        self.program = program(self.o.dateline, os.path.join(target, "release/dateline"))
        built = glob.glob(os.path.join(target, "release/deps/peer-*"))
        built = sorted((p for p in built if os.access(p, os.X_OK)), key=os.path.getmtime)
        self.peer = program(self.o.dateline_peer, *reversed(built), os.path.join(target, "release/peer"))
        return tell([self.program, "--version"]).splitlines()[0] + ", " + self.commit()

    def commit(self):
        """That of the sources here; a program from elsewhere may be of any."""
        if self.o.commit:
            return f"commit {self.o.commit}, as told"
        if self.o.dateline or self.o.dateline_peer:
            return "a build named by its path, commit not known"
        git = ["git", "-C", REPO]
        at = subprocess.run([*git, "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True).stdout.strip()
        changed = subprocess.run([*git, "status", "--porcelain", "-uno"], capture_output=True, text=True).stdout.strip()
        return f"commit {at or 'unknown'}{' with changes' if changed else ''}"

    def index(self, corpus, folder):
        # Dateline's own name for what the record calls country.
        return [self.program, "index", corpus, "--index", folder, "--map", "places=country", "--threads", str(self.o.threads),
                "--memory", f"{self.o.memory}MB", "--quiet", "--format", "json"]

    def query(self, folder, queries, what):
        return [self.peer, folder, queries, what, str(self.o.warm), str(self.o.iterations)]


class RawTantivy(Engine):
    name = "raw-tantivy"

    def find(self):
        target = self.o.target or os.path.join(HERE, "raw-tantivy/target")
        self.program = program(self.o.raw_tantivy, os.path.join(target, "release/raw-tantivy-peer"))
        lock = open(os.path.join(HERE, "raw-tantivy/Cargo.lock"), encoding="utf-8").read()
        return "Tantivy " + lock.split('name = "tantivy"\nversion = "')[1].split('"')[0]

    def index(self, corpus, folder):
        return [self.program, "index", corpus, folder, str(self.o.threads), str(self.o.memory)]

    def query(self, folder, queries, what):
        return [self.program, "query", folder, queries, what, str(self.o.warm), str(self.o.iterations), self.o.fields]


class Lucene(Engine):
    name = "lucene"
    note = "the start of a Java process is in its index time; its memory is that of the process, heap and all"
    page = "no snippets: the jar has no highlighter"

    def find(self):
        jars = glob.glob(os.path.join(self.o.peers, "**/anserini-*-fatjar.jar"), recursive=True)
        if not self.o.jar and not jars:
            raise Absent("no anserini-*-fatjar.jar (PyPI: pyserini 1.6.0, source package)")
        self.jar = program(self.o.jar, *jars)
        inside = glob.glob(os.path.join(self.o.peers, "**/java-runtime/bin/java"), recursive=True)
        self.java = program(self.o.java, *inside, shutil.which("java"))
        classes = os.path.join(self.o.work, "classes")
        compiler = shutil.which("javac")
        if not compiler:
            raise Absent("no javac (Debian: default-jdk-headless)")
        tell([compiler, "-nowarn", "-cp", self.jar, "-d", classes, os.path.join(HERE, "lucene/Peer.java")])
        # Files are mapped through an interface that Java 21 calls a preview.
        self.start = [self.java, "-Xms2g", "-Xmx2g", "--enable-preview", "-cp", f"{classes}{os.pathsep}{self.jar}", "Peer"]
        return tell([*self.start, "version"]).splitlines()[-1]

    def index(self, corpus, folder):
        return [*self.start, "index", corpus, folder, str(self.o.threads), str(self.o.memory)]

    def query(self, folder, queries, what):
        # The compiler of Java wants some passes more before times are steady.
        return [*self.start, "query", folder, queries, what, str(self.o.warm + 4), str(self.o.iterations), self.o.fields]


class Sqlite(Engine):
    name = "sqlite"
    note = "one thread; total and best ten are two statements; both columns are searched"

    def find(self):
        self.start = [sys.executable, os.path.join(HERE, "sqlite/peer.py")]
        return tell([*self.start, "version"])

    def serves(self, what):
        return what != "page"

    def index(self, corpus, folder):
        return [*self.start, "index", corpus, folder]

    def query(self, folder, queries, what):
        return [*self.start, "query", folder, queries, what, str(self.o.warm), str(self.o.iterations)]


class Xapian(Engine):
    name = "xapian"
    note = "one thread; title and body are one field; a tag list counts as one value"

    def find(self):
        for python in dict.fromkeys((self.o.xapian_python, sys.executable, "/usr/bin/python3")):
            if python and subprocess.run([python, "-c", "import xapian"], capture_output=True).returncode == 0:
                self.start = [python, os.path.join(HERE, "xapian/peer.py")]
                return tell([*self.start, "version"])
        raise Absent("no Python with xapian (Debian: python3-xapian)")

    def index(self, corpus, folder):
        return [*self.start, "index", corpus, folder]

    def query(self, folder, queries, what):
        return [*self.start, "query", folder, queries, what, str(self.o.warm), str(self.o.iterations)]


class TantivyCli(Engine):
    name = "tantivy-cli"
    note = "another Tantivy than 0.27; it has no timing of single queries, so it only indexes"

    def find(self):
        found = self.o.tantivy_cli or shutil.which("tantivy")
        if not found:
            raise Absent("not installed (crates.io: tantivy-cli)")
        self.program = found
        return tell([found, "--version"])

    def serves(self, what):
        return False

    def index(self, corpus, folder):
        # `tantivy new` asks questions; the schema it would write is laid there instead.
        os.makedirs(folder)
        shutil.copy(os.path.join(HERE, "tantivy-cli/meta.json"), os.path.join(folder, "meta.json"))
        return [self.program, "index", "-i", folder, "-f", corpus, "-t", str(self.o.threads), "-m", str(self.o.memory * 1_000_000)]


ALL = (Dateline, RawTantivy, Lucene, Sqlite, Xapian, TantivyCli)
