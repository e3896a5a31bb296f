import django.db.models.deletion
import foundation.clock.rules.identifiers
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('identity', '0002_api_clients'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Letter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('file_id', models.UUIDField(help_text='public id of the file it belongs to')),
                    ('template_code', models.CharField(max_length=60)),
                    ('template_version', models.PositiveIntegerField()),
                    ('language', models.CharField(max_length=10)),
                    ('subject', models.CharField(max_length=200)),
                    ('body', models.TextField()),
                    ('legal_basis', models.CharField(blank=True, max_length=300)),
                    ('sender_label', models.CharField(max_length=200)),
                    ('sent_at', models.DateTimeField()),
                    ('made_available_at', models.DateTimeField()),
                    ('paper_asked', models.BooleanField(default=False)),
                    ('paper_delivered_on', models.DateField(blank=True, null=True)),
                    ('first_opened_at', models.DateTimeField(blank=True, null=True)),
                    ('deemed_after_days', models.PositiveIntegerField(help_text='calendar days after it was made available')),
                    ('deemed_on', models.DateField(help_text='the day it counts as received when nobody opens it')),
                    ('received_on', models.DateField(blank=True, help_text='the day every clock names', null=True)),
                    ('received_rule', models.CharField(blank=True, choices=[('OPENED', 'on the day it was first opened'), ('DEEMED', 'a set number of days after it was made available'), ('PAPER', 'on the day the paper copy arrived')], max_length=10)),
                    ('first_opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='identity.organisation')),
                ],
                options={
                    'ordering': ['-sent_at', '-id'],
                    'indexes': [models.Index(fields=['organisation', '-sent_at', '-id'], name='letters_of_organisation'), models.Index(fields=['file_id', '-id'], name='letters_of_file'), models.Index(condition=models.Q(('received_on__isnull', True)), fields=['deemed_on'], name='letters_to_deem')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('received_on__isnull', True), ('received_rule', '')), models.Q(('received_on__isnull', False), models.Q(('received_rule', ''), _negated=True)), _connector='OR'), name='letter_receipt_has_rule')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('ACTION', 'Needs your action'), ('INFORMATION', 'For your information')], max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField(blank=True)),
                    ('url', models.CharField(help_text='path inside the portal', max_length=300)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('file_id', models.UUIDField(blank=True, null=True)),
                    ('sender_label', models.CharField(max_length=200)),
                    ('created_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('once_key', models.CharField(help_text='a repeated act writes no second notice', max_length=200, null=True, unique=True)),
                    ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='correspondence.letter')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='identity.organisation')),
                ],
                options={
                    'ordering': ['-created_at', '-id'],
                    'indexes': [models.Index(fields=['organisation', '-created_at', '-id'], name='notices_of_organisation'), models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['file_id'], name='notices_to_settle')],
                },
            ),
            migrations.CreateModel(
                name='NoticeRecipient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='correspondence.notice')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-notice_id', 'id'],
                    'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='notices_unread')],
                    'constraints': [models.UniqueConstraint(fields=('notice', 'user'), name='notice_recipient_once')],
                },
            ),
            migrations.CreateModel(
                name='OutboxItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(help_text='name of the Celery task', max_length=100)),
                    ('payload', models.JSONField(help_text="ids and dates, the task's keyword arguments")),
                    ('once_key', models.CharField(max_length=200, null=True, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('sent_at', models.DateTimeField(blank=True, help_text='handed to the broker', null=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('last_error', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['not_before', 'id'], name='outbox_to_send')],
                },
            ),
            migrations.CreateModel(
                name='Thread',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('subject', models.CharField(max_length=200)),
                    ('created_at', models.DateTimeField()),
                    ('last_message_at', models.DateTimeField(null=True)),
                    ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.office')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='identity.organisation')),
                ],
                options={
                    'ordering': ['-last_message_at', '-id'],
                    'indexes': [models.Index(fields=['organisation', '-last_message_at', '-id'], name='threads_of_organisation')],
                },
            ),
            migrations.CreateModel(
                name='Email',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(choices=[('QUEUED', 'Queued'), ('SENT', 'Sent'), ('FAILED', 'Failed')], default='QUEUED', max_length=10)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('recipient', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='email', to='correspondence.noticerecipient')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('side', models.CharField(choices=[('TRADER', 'Trader'), ('CUSTOMS', 'Customs')], max_length=10)),
                    ('author_label', models.CharField(max_length=200)),
                    ('body', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('documents', models.ManyToManyField(blank=True, related_name='messages', to='documents.document')),
                    ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='correspondence.thread')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='message_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='85468bf46189fdc426247c99216982923188c6f0', operation='UPDATE OR DELETE', pgid='pgtrigger_message_append_only_7134b', table='correspondence_message', when='BEFORE')), pgtrigger.compiler.Trigger(name='message_no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='d54454c53cc2ea36631e603c2e8f0025709b7b13', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_message_no_truncate_e3f29', table='correspondence_message', when='BEFORE'))],
                },
            ),
        ]),
    ]
