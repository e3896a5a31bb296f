import django.db.models.deletion
import foundation.clock.rules.identifiers
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
                name='Limit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('kind', models.CharField(max_length=64, verbose_name='kind')),
                    ('file_id', models.UUIDField(verbose_name='file')),
                    ('office_code', models.CharField(blank=True, max_length=32, verbose_name='office')),
                    ('unit', models.CharField(choices=[('CALENDAR_DAYS', 'calendar days'), ('BUSINESS_DAYS', 'business days'), ('MONTHS', 'months'), ('YEARS', 'years')], max_length=16, verbose_name='unit')),
                    ('amount', models.PositiveSmallIntegerField(verbose_name='amount')),
                    ('ceiling_amount', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ceiling')),
                    ('count_event_day', models.BooleanField(verbose_name='the day of the event counts')),
                    ('roll_forward', models.BooleanField(verbose_name='ends on a business day')),
                    ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                    ('configuration_version', models.PositiveIntegerField(verbose_name='version of the time limits')),
                    ('remind_before_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='reminder, days before')),
                    ('status', models.CharField(choices=[('RUNNING', 'Runs'), ('STOPPED', 'Stopped'), ('MET', 'Met'), ('UNMET', 'Ended, not met'), ('CANCELLED', 'Cancelled')], default='RUNNING', max_length=16, verbose_name='status')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                    ('created_at', models.DateTimeField(verbose_name='created at')),
                ],
                options={
                    'verbose_name': 'time limit',
                    'verbose_name_plural': 'time limits',
                    'ordering': ('created_at', 'id'),
                    'indexes': [models.Index(condition=models.Q(('status', 'RUNNING')), fields=['due_on'], name='clock_limit_running_due'), models.Index(fields=['file_id', 'kind'], name='clock_limit_file')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['RUNNING', 'STOPPED'])), fields=('kind', 'file_id'), name='clock_one_open_limit_per_kind_and_file'), models.CheckConstraint(condition=models.Q(('status__in', ['RUNNING', 'STOPPED', 'MET', 'UNMET', 'CANCELLED'])), name='clock_limit_status_known'), models.CheckConstraint(condition=models.Q(('unit__in', ['CALENDAR_DAYS', 'BUSINESS_DAYS', 'MONTHS', 'YEARS'])), name='clock_limit_unit_known'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='clock_limit_amount_positive'), models.CheckConstraint(condition=models.Q(('ceiling_amount__isnull', True), ('ceiling_amount__gte', models.F('amount')), _connector='OR'), name='clock_limit_ceiling_not_below_amount'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'STOPPED'), _negated=True), ('due_on__isnull', True), _connector='OR'), name='clock_stopped_limit_has_no_due_date')],
                    'triggers': [pgtrigger.compiler.Trigger(name='status_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{RUNNING:STOPPED,STOPPED:RUNNING,RUNNING:MET,STOPPED:MET,RUNNING:UNMET,RUNNING:CANCELLED,STOPPED:CANCELLED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2417ecf3cf959b1a621d6c7a3faba61497900427', operation='UPDATE', pgid='pgtrigger_status_table_fe595', table='clock_limit', when='BEFORE')), pgtrigger.compiler.Trigger(name='begins_running', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."status" = \'RUNNING\') OR NEW."due_on" IS NOT NULL)', func="RAISE EXCEPTION 'clock: a limit begins running, its due date comes with its first event';", hash='53a52eeed4ea5fe5c91ba3f169c5373c6b107fe0', operation='INSERT', pgid='pgtrigger_begins_running_d159b', table='clock_limit', when='BEFORE')), pgtrigger.compiler.Trigger(name='last_event_decides', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."status" IS DISTINCT FROM (NEW."status"))', declare='DECLARE last_kind text; last_due date;', func="\n    SELECT kind, due_on_after INTO last_kind, last_due\n      FROM clock_limitevent WHERE limit_id = NEW.id ORDER BY seq DESC LIMIT 1;\n    IF NOT FOUND\n       OR last_due IS DISTINCT FROM NEW.due_on\n       OR NEW.status <> (CASE last_kind WHEN 'STOPPED' THEN 'STOPPED' WHEN 'RESUMED' THEN 'RUNNING' WHEN 'MET' THEN 'MET' WHEN 'ENDED_UNMET' THEN 'UNMET' WHEN 'CANCELLED' THEN 'CANCELLED'\n                        ELSE CASE WHEN last_due IS NULL THEN 'STOPPED' ELSE 'RUNNING' END END)\n    THEN\n        RAISE EXCEPTION 'clock: status and due date of limit % follow its last event only', NEW.id;\n    END IF;\n    RETURN NEW;\n", hash='9e411889de3b25c1160befc04ee927a4f350f09d', operation='UPDATE', pgid='pgtrigger_last_event_decides_79258', table='clock_limit', when='BEFORE')), pgtrigger.compiler.Trigger(name='terms_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."ceiling_amount" IS DISTINCT FROM (NEW."ceiling_amount") OR OLD."count_event_day" IS DISTINCT FROM (NEW."count_event_day") OR OLD."roll_forward" IS DISTINCT FROM (NEW."roll_forward") OR OLD."legal_basis" IS DISTINCT FROM (NEW."legal_basis") OR OLD."configuration_version" IS DISTINCT FROM (NEW."configuration_version") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='70cdfa49645b5412d2e38df560bb855a68ce22d8', operation='UPDATE', pgid='pgtrigger_terms_stay_5af06', table='clock_limit', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c4ceee7a321a0956c4565876981c6c0a0a44d4a6', operation='DELETE', pgid='pgtrigger_no_delete_442b8', table='clock_limit', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='LimitEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seq', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('kind', models.CharField(choices=[('STARTED', 'Started'), ('STOPPED', 'Stopped'), ('RESUMED', 'Resumed'), ('EXTENDED', 'Extended'), ('MOVED', 'Moved'), ('MET', 'Met'), ('ENDED_UNMET', 'Ended, not met'), ('CANCELLED', 'Cancelled')], max_length=16, verbose_name='event')),
                    ('on', models.DateField(verbose_name='day')),
                    ('at', models.DateTimeField(verbose_name='recorded at')),
                    ('amount', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='amount')),
                    ('unit', models.CharField(blank=True, choices=[('CALENDAR_DAYS', 'calendar days'), ('BUSINESS_DAYS', 'business days'), ('MONTHS', 'months'), ('YEARS', 'years')], max_length=16, verbose_name='unit')),
                    ('ground', models.CharField(blank=True, max_length=64, verbose_name='ground')),
                    ('days_used', models.IntegerField(verbose_name='days used')),
                    ('days_total', models.PositiveIntegerField(verbose_name='days in all')),
                    ('due_on_after', models.DateField(blank=True, null=True, verbose_name='due then')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('caused_by', models.CharField(blank=True, max_length=128, verbose_name='caused by')),
                    ('told_on', models.DateField(blank=True, null=True, verbose_name='trader told on')),
                    ('actor_id', models.CharField(blank=True, max_length=64, verbose_name='actor')),
                    ('actor_label', models.CharField(max_length=255, verbose_name='name of the actor')),
                    ('limit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='clock.limit', verbose_name='time limit')),
                ],
                options={
                    'verbose_name': 'event of a time limit',
                    'verbose_name_plural': 'events of time limits',
                    'ordering': ('limit_id', 'seq'),
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea9ff7a32f8d60d6f3095245a4fc4910918c13c0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c7abe', table='clock_limitevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'clock: events of time limits are never removed';", hash='672ec7f63da2aa9fda61118774127215d890c160', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b39e1', table='clock_limitevent', when='BEFORE'))],
                    'constraints': [models.UniqueConstraint(fields=('limit', 'seq'), name='clock_event_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['STARTED', 'STOPPED', 'RESUMED', 'EXTENDED', 'MOVED', 'MET', 'ENDED_UNMET', 'CANCELLED'])), name='clock_event_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'EXTENDED'), _negated=True), ('amount__gte', 1), _connector='OR'), name='clock_extension_has_amount'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'STOPPED'), _negated=True), ('due_on_after__isnull', True), _connector='OR'), name='clock_stop_leaves_no_due_date')],
                },
            ),
        ]),
    ]
