import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('operators', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='StatusProjection',
                fields=[
                    ('tin', models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ('doc', models.TextField(help_text='JSON without `as_of`')),
                    ('changes_on', models.DateField(help_text='the next day on which a date alone changes the answer', null=True)),
                    ('written_at', models.DateTimeField()),
                    ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projections', to='operators.operator')),
                ],
                options={
                    'ordering': ['tin'],
                },
            ),
            migrations.CreateModel(
                name='SweepRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('on', models.DateField()),
                    ('started_at', models.DateTimeField()),
                    ('found', models.PositiveIntegerField()),
                    ('done', models.PositiveIntegerField()),
                    ('failed', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ['-started_at', '-id'],
                    'indexes': [models.Index(fields=['name', '-on', '-id'], name='sweep_last_run')],
                    'triggers': [pgtrigger.compiler.Trigger(name='sweep_run_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82a5d6499f33bed91620f08f7c8ed3fb51d3fb3d', operation='UPDATE OR DELETE', pgid='pgtrigger_sweep_run_append_only_c0551', table='lifecycle_sweeprun', when='BEFORE')), pgtrigger.compiler.Trigger(name='sweep_run_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='f3e12238bf31e72f2ba962bf5199f94303635005', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_sweep_run_no_truncate_d5ab9', table='lifecycle_sweeprun', when='BEFORE'))],
                },
            ),
        ]),
    ]
