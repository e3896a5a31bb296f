import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('certificates', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Benefit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True)),
                    ('label', models.CharField(max_length=200)),
                    ('how_to_use', models.TextField(blank=True)),
                    ('tfa_number', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('source', models.CharField(max_length=200)),
                    ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplification', 'Simplification'), ('security', 'Security')], max_length=20), size=None)),
                    ('provided', models.BooleanField(default=True)),
                    ('position', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_benefit_history" ("code", "how_to_use", "id", "kinds", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "provided", "source", "tfa_number") SELECT new_values."code", new_values."how_to_use", new_values."id", new_values."kinds", new_values."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."position", new_values."provided", new_values."source", new_values."tfa_number" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bfd6c8864cbba67b40013998ac20cfe51d347350', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_49483', referencing='REFERENCING NEW TABLE AS new_values ', table='benefits_benefit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_benefit_history" ("code", "how_to_use", "id", "kinds", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "provided", "source", "tfa_number") SELECT new_values."code", new_values."how_to_use", new_values."id", new_values."kinds", new_values."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."position", new_values."provided", new_values."source", new_values."tfa_number" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b7cc659447e3e140635f69ba25df47e29801eeae', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_07a8f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_benefit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_benefit_history" ("code", "how_to_use", "id", "kinds", "label", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "provided", "source", "tfa_number") SELECT old_values."code", old_values."how_to_use", old_values."id", old_values."kinds", old_values."label", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."position", old_values."provided", old_values."source", old_values."tfa_number" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f8ba46015f3c319721407655bcdb0f7be872d966', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_700bd', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_benefit', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='Benefit_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('code', models.SlugField(db_index=False, max_length=60)),
                    ('label', models.CharField(max_length=200)),
                    ('how_to_use', models.TextField(blank=True)),
                    ('tfa_number', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('source', models.CharField(max_length=200)),
                    ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplification', 'Simplification'), ('security', 'Security')], max_length=20), size=None)),
                    ('provided', models.BooleanField(default=True)),
                    ('position', models.PositiveIntegerField()),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='benefits.benefit')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='5c7db75ee2a1af70eaa7335ebf66b1717e80bfc9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e59f3', table='benefits_benefit_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c56c67d974c2767244809b0aaa2942773e17ea78', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_79891', table='benefits_benefit_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Entitlement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('benefit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='benefits.benefit')),
                    ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='certificates.certificate')),
                ],
                options={
                    'ordering': ['certificate', 'benefit__position', 'starts_on', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_entitlement_history" ("benefit_id", "certificate_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."benefit_id", new_values."certificate_id", new_values."ends_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='464fcd1f017502359be3a51e15b8ac6ec15a36de', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7745d', referencing='REFERENCING NEW TABLE AS new_values ', table='benefits_entitlement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_entitlement_history" ("benefit_id", "certificate_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."benefit_id", new_values."certificate_id", new_values."ends_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fccb77582b760311c5fb29ee1276ef6ebbf3d316', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b1359', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='benefits_entitlement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "benefits_entitlement_history" ("benefit_id", "certificate_id", "ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT old_values."benefit_id", old_values."certificate_id", old_values."ends_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cd5fece46ebf22706243984192c6c266d336393a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_99a66', referencing='REFERENCING OLD TABLE AS old_values ', table='benefits_entitlement', when='AFTER'))],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('certificate', 'benefit'), name='entitlement_open_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='entitlement_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Entitlement_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('benefit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='benefits.benefit')),
                    ('certificate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='certificates.certificate')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='benefits.entitlement')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='d3b9da4a1942146cf157178e2bb7f825d933b8c4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_082de', table='benefits_entitlement_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='02158c755fcccecc0df222e2c5db42ce929f910f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_27f49', table='benefits_entitlement_history', when='BEFORE'))],
                },
            ),
        ]),
    ]
