"""Operations for the migrations of every room. The leading underscore keeps the file out of the list of migrations."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Installs every trigger of an app that its migrations' model options name, in one step.

    pgtrigger's own operations render the whole project's models anew for each trigger, which makes a first `migrate` take
    minutes; the triggers of initial migrations therefore stand in the options of `CreateModel`. Later changes use
    pgtrigger's operations as `makemigrations` writes them.
    """

    reduces_to_sql = False
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The options hold the triggers already."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for (label, _model), state in sorted(to_state.models.items()):
            if label == app_label:
                for trigger in state.options.get("triggers", []):
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(self, *args: Any) -> None:
        """The tables go, and their triggers with them."""

    def describe(self) -> str:
        return "Install the triggers of the app"
