"""Screens 10,000 names against the published OFAC list and prints speed, recall and false alerts as JSON.

The peer of the same run is rapidfuzz `cdist` over presorted names, alternating with ours on one core; the seed is not
the one the rules were chosen on. Run it from the top folder: `python -m bench.screening [folder of the list]`.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from rapidfuzz import fuzz, process

from bench.perturbations import Positive, negatives, positives, recombined
from vetting.adapters.matching import RULE_VERSION, IndexRow, NameIndex, Query, rows_of
from vetting.adapters.names import name_key
from vetting.adapters.ofac import read_ofac

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "data" / "lists" / "ofac"
SEED, POSITIVES, NEGATIVES, RECOMBINED, ROUNDS = 2, 1_000, 9_000, 1_000, 3
PEER_CUTOFF = 85
CHUNK = 500

Answers = list[set[str]]


def listed_rows(folder: Path) -> list[IndexRow]:
    with (folder / "sdn.csv").open("rb") as sdn, (folder / "alt.csv").open("rb") as alt:
        return [row for entry in read_ofac(sdn, alt).entries for row in rows_of(entry)]


def ours(index: NameIndex, queries: Sequence[Query]) -> Answers:
    return [{match.entry_key for match in answer} for answer in index.search_many(queries)]


def peer(rows: Sequence[IndexRow], sorted_names: Sequence[str], queries: Sequence[Query]) -> Answers:
    """Every name against every name: the letters of the sorted words, alike to 85 of 100."""
    asked = [name_key(query.name, query.kind).sorted_key for query in queries]
    answers: Answers = []
    for start in range(0, len(asked), CHUNK):
        chunk = asked[start : start + CHUNK]
        likeness = process.cdist(
            chunk, sorted_names, scorer=fuzz.ratio, score_cutoff=PEER_CUTOFF, dtype=np.uint8, workers=1
        )
        found: defaultdict[int, set[str]] = defaultdict(set)
        for asking, listed in zip(*np.nonzero(likeness), strict=True):
            found[int(asking)].add(rows[listed].entry_key)
        answers += [found[place] for place in range(len(chunk))]
    return answers


def timed(work: Callable[[], Answers]) -> tuple[float, Answers]:
    start = perf_counter()
    answers = work()
    return perf_counter() - start, answers


def recall(cases: Sequence[Positive], answers: Answers) -> dict[str, float]:
    asked = Counter(case.perturbation for case in cases)
    found = Counter(case.perturbation for case, answer in zip(cases, answers, strict=False) if case.entry_key in answer)
    by_class = {name: round(found[name] / asked[name], 3) for name in asked}
    return {"all": round(found.total() / asked.total(), 3), **by_class}


def figures(seconds: list[float], answers: Answers, cases: Sequence[Positive]) -> dict[str, object]:
    negative = answers[POSITIVES : POSITIVES + NEGATIVES]
    return {
        "names_per_second": round(len(answers) / median(seconds)),
        "recall": recall(cases, answers),
        "alerts_per_positive": round(sum(map(len, answers[:POSITIVES])) / POSITIVES, 2),
        f"false_alerts_of_{NEGATIVES}": sum(map(bool, negative)),
        f"alerts_on_{RECOMBINED}_recombined_listed_names": sum(map(bool, answers[POSITIVES + NEGATIVES :])),
    }


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    start = perf_counter()
    rows = listed_rows(folder)
    read_seconds = perf_counter() - start
    start = perf_counter()
    index = NameIndex(rows)
    build_seconds = perf_counter() - start
    names = [(row.entry_key, row.name, row.kind) for row in rows if row.alias != "weak"]
    cases = positives(names, POSITIVES, SEED)
    silent = negatives(NEGATIVES, SEED) + recombined(names, RECOMBINED, SEED)
    queries = [Query(case.name, case.kind) for case in cases] + [Query(name, kind) for name, kind in silent]
    sorted_names = [name_key(row.name, row.kind).sorted_key for row in rows]
    spent: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(ROUNDS):
        seconds, our_answers = timed(lambda: ours(index, queries))
        spent["ours"].append(seconds)
        seconds, peer_answers = timed(lambda: peer(rows, sorted_names, queries))
        spent["peer"].append(seconds)
    result = {
        "rule_version": RULE_VERSION,
        "seed": SEED,
        "list_names": len(index),
        "read_seconds": round(read_seconds, 2),
        "index_build_seconds": round(build_seconds, 2),
        "ours": figures(spent["ours"], our_answers, cases),
        "peer_cdist_presorted_85": figures(spent["peer"], peer_answers, cases),
        "speed_ratio_ours_to_peer": round(median(spent["peer"]) / median(spent["ours"]), 2),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
