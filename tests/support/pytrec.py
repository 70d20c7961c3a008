"""Scores runs with pytrec_eval. Each line of input is a JSON object with `qrels`, `run` (paths) and
`level`; each line of output is {topic: {measure: value}}. Only tests/eval_trec.rs calls it."""

import json
import sys

import pytrec_eval

CUTS = "1,5,10,100,1000"
MEASURES = {"map", "gm_map", "ndcg", "recip_rank", "bpref", "Rprec", "num_ret", "num_rel", "num_rel_ret"}
MEASURES |= {f"{name}.{CUTS}" for name in ("ndcg_cut", "P", "recall", "success")}


def columns(path, doc, value, read):
    table = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.split()
            table.setdefault(cells[0], {})[cells[doc]] = read(cells[value])
    return table


for line in sys.stdin:
    asked = json.loads(line)
    qrels = columns(asked["qrels"], 2, 3, int)
    run = columns(asked["run"], 2, 4, float)
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, MEASURES, relevance_level=asked["level"])
    print(json.dumps(evaluator.evaluate(run)))
