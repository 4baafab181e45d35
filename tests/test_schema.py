"""What is made from the models is fresh."""

from rulebook.schema import made


def test_schemas_and_field_tables_are_fresh(project):
    for path, text in made(project).items():
        assert (project / path).read_text(encoding="utf-8") == text, f"{path} is stale: run `make schema`"
