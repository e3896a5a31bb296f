import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Read',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_label', models.CharField(max_length=200)),
                    ('file_id', models.UUIDField()),
                    ('what', models.CharField(max_length=100)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'ordering': ['-id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='read_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7cff754f49061cdb053564edc8ca3ce497f157f4', operation='UPDATE OR DELETE', pgid='pgtrigger_read_append_only_a3cea', table='audit_read', when='BEFORE')), pgtrigger.compiler.Trigger(name='read_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='ab17ab915c133c97dedf21c64e7a934bba5f9e51', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_read_no_truncate_b09ab', table='audit_read', when='BEFORE'))],
                    'indexes': [models.Index(fields=['file_id', '-id'], name='reads_of_file')],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('at', models.DateTimeField()),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_label', models.CharField(max_length=200)),
                    ('reason', models.TextField(blank=True)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                    ('subject', models.CharField(help_text='model label and key, e.g. applications.application:12', max_length=100)),
                    ('file_id', models.UUIDField(help_text='public id of the file (application, certificate …) it belongs to', null=True)),
                    ('organisation_id', models.BigIntegerField(help_text='whose file it is', null=True)),
                    ('disclosed', models.BooleanField(default=False, help_text='the trader may read this event')),
                    ('data', models.JSONField(default=dict)),
                    ('digest', models.CharField(max_length=64)),
                    ('transaction_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Cast(models.Func(function='pg_current_xact_id'), models.TextField()), models.BigIntegerField()), editable=False)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['file_id', 'id'], name='event_of_file'), models.Index(fields=['organisation_id', 'id'], name='event_of_organisation'), models.Index(fields=['transaction_id', 'id'], name='event_to_seal')],
                    'triggers': [pgtrigger.compiler.Trigger(name='event_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='369f2563d9bec817a59be1b0c892f70921acb056', operation='UPDATE OR DELETE', pgid='pgtrigger_event_append_only_208db', table='audit_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='event_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='650fdb8b28abcea85a3851628965d114fb79afbc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_event_no_truncate_bbca9', table='audit_event', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('transaction_id', models.BigIntegerField()),
                    ('previous_hash', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('sealed_at', models.DateTimeField()),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='audit.event')),
                ],
                options={
                    'ordering': ['seq'],
                    'triggers': [pgtrigger.compiler.Trigger(name='seal_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b15fcbf61eccf7cff43fd38e266ada72b41e47b2', operation='UPDATE OR DELETE', pgid='pgtrigger_seal_append_only_76b1e', table='audit_seal', when='BEFORE')), pgtrigger.compiler.Trigger(name='seal_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='aa90c36182a5373d8daff8c5c53a52278b25adbc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_seal_no_truncate_74877', table='audit_seal', when='BEFORE'))],
                },
            ),
        ]),
    ]
