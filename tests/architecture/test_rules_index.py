"""The index of rules is the one that the docstrings give, and every rule says what it is."""

from collections import defaultdict

from tests.support.rules_index import INDEX, index, rule_files, rules


def test_the_index_in_docs_is_up_to_date() -> None:
    assert INDEX.read_text(encoding="utf-8") == index(), "Run ./test --requirements and commit docs/rules.md."


def test_every_rule_has_words_and_every_id_belongs_to_one_room() -> None:
    rooms = defaultdict(set)
    for rule in rules():
        assert len(rule.text) > 10, rule
        rooms[rule.key[0]].add(rule.place.split("/rules")[0])
    assert {prefix: folders for prefix, folders in rooms.items() if len(folders) > 1} == {}


def test_every_file_of_rules_is_read() -> None:
    assert len(rule_files()) > 15
