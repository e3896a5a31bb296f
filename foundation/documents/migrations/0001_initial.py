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
        ('identity', '0002_api_clients'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('confidentiality', models.CharField(choices=[('COMPANY', 'Everybody who works for the company here'), ('SIGNATORIES', 'Signatories only'), ('OFFICERS', 'Officers only; the company sees that it is there')], default='COMPANY', max_length=20)),
                    ('about_person', models.UUIDField(blank=True, help_text='public id of the person the paper is about', null=True)),
                    ('status', models.CharField(choices=[('WAITING', 'Being checked'), ('CLEAN', 'Checked'), ('INFECTED', 'Refused: harmful content')], max_length=20)),
                    ('file_name', models.CharField(max_length=255)),
                    ('content_type', models.CharField(max_length=120)),
                    ('size', models.PositiveBigIntegerField(help_text='bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('storage_key', models.CharField(max_length=100, unique=True)),
                    ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='runs out on')),
                    ('retain_until', models.DateField(blank=True, null=True)),
                    ('uploaded_at', models.DateTimeField()),
                    ('uploaded_by_label', models.CharField(max_length=200)),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='identity.organisation')),
                    ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-uploaded_at', '-id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='status_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{WAITING:CLEAN,WAITING:INFECTED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='517674863f385dadbb8fbc3746ff217df3880e40', operation='UPDATE', pgid='pgtrigger_status_moves_73197', table='documents_document', when='BEFORE')), pgtrigger.compiler.Trigger(name='status_starts', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.status NOT IN ('WAITING', 'CLEAN') THEN RAISE EXCEPTION 'A new % may not start as %', TG_TABLE_NAME, NEW.status; END IF; RETURN NEW;", hash='410a85493d5294cdaa207b2f29d003cfcfced394', operation='INSERT', pgid='pgtrigger_status_starts_f65a6', table='documents_document', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "documents_document_history" ("about_person", "confidentiality", "content_type", "file_name", "id", "organisation_id", "page_count", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed_at", "retain_until", "sha256", "size", "status", "storage_key", "title", "uploaded_at", "uploaded_by_id", "uploaded_by_label", "valid_until") SELECT new_values."about_person", new_values."confidentiality", new_values."content_type", new_values."file_name", new_values."id", new_values."organisation_id", new_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."removed_at", new_values."retain_until", new_values."sha256", new_values."size", new_values."status", new_values."storage_key", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uploaded_by_label", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c48666d7879b9145a9ae6b9a773e42e8f79685cc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_be524', referencing='REFERENCING NEW TABLE AS new_values ', table='documents_document', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "documents_document_history" ("about_person", "confidentiality", "content_type", "file_name", "id", "organisation_id", "page_count", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed_at", "retain_until", "sha256", "size", "status", "storage_key", "title", "uploaded_at", "uploaded_by_id", "uploaded_by_label", "valid_until") SELECT new_values."about_person", new_values."confidentiality", new_values."content_type", new_values."file_name", new_values."id", new_values."organisation_id", new_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."public_id", new_values."removed_at", new_values."retain_until", new_values."sha256", new_values."size", new_values."status", new_values."storage_key", new_values."title", new_values."uploaded_at", new_values."uploaded_by_id", new_values."uploaded_by_label", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='54cac7a662265d8d9e1735eb9624f7bb857c1663', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a3ed6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='documents_document', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "documents_document_history" ("about_person", "confidentiality", "content_type", "file_name", "id", "organisation_id", "page_count", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed_at", "retain_until", "sha256", "size", "status", "storage_key", "title", "uploaded_at", "uploaded_by_id", "uploaded_by_label", "valid_until") SELECT old_values."about_person", old_values."confidentiality", old_values."content_type", old_values."file_name", old_values."id", old_values."organisation_id", old_values."page_count", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."removed_at", old_values."retain_until", old_values."sha256", old_values."size", old_values."status", old_values."storage_key", old_values."title", old_values."uploaded_at", old_values."uploaded_by_id", old_values."uploaded_by_label", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='19caa981b17a3a6249a7429d4e469f2393fc0046', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0c008', referencing='REFERENCING OLD TABLE AS old_values ', table='documents_document', when='AFTER'))],
                    'indexes': [models.Index(fields=['organisation', '-uploaded_at', '-id'], name='document_library'), models.Index(condition=models.Q(('status', 'WAITING')), fields=['id'], name='document_to_scan')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['WAITING', 'CLEAN', 'INFECTED'])), name='document_status_known'), models.CheckConstraint(condition=models.Q(('confidentiality__in', ['COMPANY', 'SIGNATORIES', 'OFFICERS'])), name='document_confidentiality_known'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='document_not_empty'), models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('organisation', 'sha256', 'confidentiality', 'about_person'), name='document_content_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Document_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('confidentiality', models.CharField(choices=[('COMPANY', 'Everybody who works for the company here'), ('SIGNATORIES', 'Signatories only'), ('OFFICERS', 'Officers only; the company sees that it is there')], default='COMPANY', max_length=20)),
                    ('about_person', models.UUIDField(blank=True, help_text='public id of the person the paper is about', null=True)),
                    ('status', models.CharField(choices=[('WAITING', 'Being checked'), ('CLEAN', 'Checked'), ('INFECTED', 'Refused: harmful content')], max_length=20)),
                    ('file_name', models.CharField(max_length=255)),
                    ('content_type', models.CharField(max_length=120)),
                    ('size', models.PositiveBigIntegerField(help_text='bytes')),
                    ('sha256', models.CharField(max_length=64)),
                    ('storage_key', models.CharField(max_length=100)),
                    ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                    ('valid_until', models.DateField(blank=True, null=True, verbose_name='runs out on')),
                    ('retain_until', models.DateField(blank=True, null=True)),
                    ('uploaded_at', models.DateTimeField()),
                    ('uploaded_by_label', models.CharField(max_length=200)),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='identity.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='documents.document')),
                    ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='5ac30b28a66d848081c71c6a742bdb0e5fb394d2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d54ee', table='documents_document_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1fb76bda29899ac015f3ec0f28cd4eb3433418c3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_20c5d', table='documents_document_history', when='BEFORE'))],
                },
            ),
        ]),
    ]
