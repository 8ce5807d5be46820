"""Hints that name what is known."""

from generator.errors import nearest


def test_a_few_names_are_all_listed_and_the_nearest_comes_first() -> None:
    assert nearest("abones", ["membres", "abonnes"], says="site.yaml has") == (
        "did you mean 'abonnes'? site.yaml has: abonnes, membres"
    )


def test_of_many_names_only_those_near_are_listed() -> None:
    """A rubric of eight hundred articles is no hint."""
    names = [f"articles/monde/depeche-{number}.md" for number in range(800)] + ["articles/monde/quai-marchand.md"]

    assert nearest("articles/monde/quai-marchant.md", names, says="documents near").startswith(
        "did you mean 'articles/monde/quai-marchand.md'? documents near: articles/monde/"
    )
    assert nearest("articles/monde/quai-marchant.md", names, says="documents near").endswith(" and 796 more")


def test_without_a_near_one_of_many_the_first_few_are_listed() -> None:
    names = [f"page-{number:03}" for number in range(100)]

    assert nearest("zzz", names, says="there is") == (
        "there is: page-000, page-001, page-002, page-003, page-004 and 95 more"
    )
