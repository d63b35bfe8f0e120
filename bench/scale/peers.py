"""Times a few questions over the texts on standard input in DuckDB and in SQLite's FTS5 (trigram); JSON on standard output."""
import json
import os
import sqlite3
import sys
import tempfile
import time

rounds = int(sys.argv[1])
columns = {}


def timed(name, ask):
    ask()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = ask()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    note = f"{found[0][0]:,}" if name.startswith("search") else ""
    return {"name": name, "p50": times[len(times) // 2], "p95": times[min(len(times) - 1, int(len(times) * 0.95))], "kept": 0, "note": note}


folder = tempfile.TemporaryDirectory(prefix="naru-peers-")
lines = os.path.join(folder.name, "rows.jsonl")
lite = sqlite3.connect(os.path.join(folder.name, "lite.db"))
lite.execute("create virtual table texts using fts5(text, tokenize = 'trigram', detail = 'full')")
batch = []
with open(lines, "w", encoding="utf-8") as out:
    for line in sys.stdin:
        out.write(line)
        row = json.loads(line)
        batch.append((row["id"], row["text"]))
        if len(batch) == 10_000:
            lite.executemany("insert into texts (rowid, text) values (?, ?)", batch)
            batch = []
lite.executemany("insert into texts (rowid, text) values (?, ?)", batch)
lite.commit()


def match(words):
    def ask():
        lite.execute("select rowid, text from texts where texts match ? order by rowid desc limit 50", (words,)).fetchall()
        return lite.execute("select count(*) from texts where texts match ?", (words,)).fetchall()
    return ask


# Trigrams find nothing shorter than three characters.
columns["SQLite FTS5"] = [timed(f"search: {name}", match(words)) for name, words in [
    ("재미있 (three syllables)", '"재미있"'), ("a rare word", '"가나다"'), ('"재미있게 봤"', '"재미있게 봤"'), ("not there", '"뷁쉛뷁"'),
]]

try:
    import duckdb
except ModuleNotFoundError:
    print("DuckDB is left out: python3 -m venv bench/.venv && bench/.venv/bin/pip install duckdb", file=sys.stderr)
else:
    duck = duckdb.connect(os.path.join(folder.name, "duck.db"))
    duck.execute("set threads = 2")
    duck.execute(f"create table texts as select id, text, day::date as day, host, mood from read_json_auto('{lines}', format = 'newline_delimited')")

    def query(text):
        return lambda: duck.execute(text).fetchall()

    def like(word):
        def ask():
            duck.execute("select id, text from texts where contains(text, ?) order by day desc, id desc limit 50", [word]).fetchall()
            return duck.execute("select count(*) from texts where contains(text, ?)", [word]).fetchall()
        return ask

    columns["DuckDB"] = [
        timed("trends, all, by month", query("select date_trunc('month', day), count(*), count(*) filter (mood < 55) from texts group by 1 order by 1")),
        timed("trends, all, by day", query("select day, count(*), count(*) filter (mood < 55) from texts group by 1 order by 1")),
        timed("facets, all", query("select host, count(*) from texts group by 1 order by 2 desc limit 100")),
        timed("list, newest", query("select id, text from texts order by day desc, id desc limit 50")),
        *[timed(f"search: {name}", like(word)) for name, word in [("영화", "영화"), ("재미", "재미"), ("재미있 (three syllables)", "재미있"), ("a rare word", "가나다")]],
    ]
print(json.dumps(columns))
