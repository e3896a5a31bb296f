import django.db.models.deletion
import foundation.clock.rules.identifiers
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('correspondence', '0001_initial'),
        ('identity', '0002_api_clients'),
        ('operators', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Choice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('candidates', models.JSONField(help_text='[{user, label, took_part, sector, load, points, conflict}]')),
                    ('at', models.DateTimeField()),
                    ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='choice', to='operators.officerassignment')),
                    ('chosen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='choice_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='265bf1f5b8c6ee805b016c87a1ef098265035dbf', operation='UPDATE OR DELETE', pgid='pgtrigger_choice_append_only_4b43e', table='account_management_choice', when='BEFORE')), pgtrigger.compiler.Trigger(name='choice_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='8487babee108fefdc232499cbd5b5ebb6c65fcf4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_choice_no_truncate_666a2', table='account_management_choice', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Client',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('since', models.DateField()),
                    ('last_contact_on', models.DateField(blank=True, null=True)),
                    ('operator', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to='operators.operator')),
                    ('thread', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='client', to='correspondence.thread')),
                ],
                options={
                    'ordering': ['operator__legal_name', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "account_management_client_history" ("id", "last_contact_on", "operator_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "thread_id") SELECT new_values."id", new_values."last_contact_on", new_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."since", new_values."thread_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ec9253984debdc424b62055425ea6774590c3b69', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_06c3d', referencing='REFERENCING NEW TABLE AS new_values ', table='account_management_client', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "account_management_client_history" ("id", "last_contact_on", "operator_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "thread_id") SELECT new_values."id", new_values."last_contact_on", new_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."public_id", new_values."since", new_values."thread_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1381a203d9bfd6705515b40f51735028531cb612', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a91f8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='account_management_client', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "account_management_client_history" ("id", "last_contact_on", "operator_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since", "thread_id") SELECT old_values."id", old_values."last_contact_on", old_values."operator_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."since", old_values."thread_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3ebff7ccd929f34a3c86dbaf642bc5f91f33f1c2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_42e49', referencing='REFERENCING OLD TABLE AS old_values ', table='account_management_client', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='Client_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False)),
                    ('since', models.DateField()),
                    ('last_contact_on', models.DateField(blank=True, null=True)),
                    ('operator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='operators.operator')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='account_management.client')),
                    ('thread', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='correspondence.thread')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='3d7c0fdf21af5b7f05684bb6ab8a7f1a9618f3d8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_03732', table='account_management_client_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d090b1134ed84506da8a625db87fdb196acadc87', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6603d', table='account_management_client_history', when='BEFORE'))],
                },
            ),
        ]),
    ]
