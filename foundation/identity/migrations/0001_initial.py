import django.contrib.postgres.fields
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import foundation.clock.rules.identifiers
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from foundation.clock.migrations._operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        # Trigram search and range exclusion; both extensions are trusted, so the schema's owner may create them.
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        CreateModels([
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                    ('is_staff', models.BooleanField(default=False)),
                    ('is_active', models.BooleanField(default=True)),
                    ('date_joined', models.DateTimeField()),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'ordering': ['full_name', 'id'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['starts_on', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_absence_history" ("ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id") SELECT new_values."ends_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='211a395e3671b477d0c2b4c45e1bcaa06ccf6737', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fff6e', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_absence_history" ("ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id") SELECT new_values."ends_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3a246350466a63bd5bad71566a13728d5803a213', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1abb5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_absence_history" ("ends_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id") SELECT old_values."ends_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ef3f228893f70a0afb8b46b39f4a52f28f2beb39', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8d3bd', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_absence', when='AFTER'))],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Absence_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.absence')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='f6a338d4885188878562910b6c05fe558069db0d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_44824', table='identity_absence_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1d2f9617dae1277d0cc27515b3da84458bd9ca7f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ce944', table='identity_absence_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Deputy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in_for', to=settings.AUTH_USER_MODEL)),
                    ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['principal', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_deputy_history" ("deputy_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "valid_from", "valid_until") SELECT new_values."deputy_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."principal_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4fb6282078d962f47a26e53295819ace0de64054', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fa2fd', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_deputy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_deputy_history" ("deputy_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "valid_from", "valid_until") SELECT new_values."deputy_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."principal_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9c45eec4e9e75408805dd1487eb07a1648130131', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c48dc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_deputy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_deputy_history" ("deputy_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_id", "valid_from", "valid_until") SELECT old_values."deputy_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."principal_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7296e10cf809d519735d2b22cf2028379f0ef1c5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_295c1', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_deputy', when='AFTER'))],
                    'constraints': [models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='deputy_is_another'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='deputy_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Deputy_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('deputy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.deputy')),
                    ('principal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='f65f48250fcc1213505983c85e73db29acf17cf4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_14e3b', table='identity_deputy_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2b279ac9b7b6697ad7aaa7fbbc27ae435125f46a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_11880', table='identity_deputy_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='GuestGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('file_id', models.UUIDField()),
                    ('act', models.CharField(max_length=30)),
                    ('reason', models.TextField()),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_grants', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['file_id', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_guestgrant_history" ("act", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id", "valid_from", "valid_until") SELECT new_values."act", new_values."file_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e95ad80601a93119aa381795247d1e4bcd33a901', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f1c38', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_guestgrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_guestgrant_history" ("act", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id", "valid_from", "valid_until") SELECT new_values."act", new_values."file_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fcd0d91d31e13db6b9eb5ed0cb26c37eee262e10', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b9329', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_guestgrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_guestgrant_history" ("act", "file_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id", "valid_from", "valid_until") SELECT old_values."act", old_values."file_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason", old_values."user_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fc8b7472a63dc8d71f7a838177bf185d80090985', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ccdbb', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_guestgrant', when='AFTER'))],
                    'indexes': [models.Index(fields=['user', 'file_id'], name='guest_grants_of_user')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', False)), name='guest_grant_has_end'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='guest_grant_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='GuestGrant_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('file_id', models.UUIDField()),
                    ('act', models.CharField(max_length=30)),
                    ('reason', models.TextField()),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.guestgrant')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='bd969aea53986789391db45a25ddccd584042f57', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2b840', table='identity_guestgrant_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d422540c7dfef025b039ec0aef11477ca9d57ec4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_62539', table='identity_guestgrant_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Office',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=20, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('kind', models.CharField(choices=[('HEADQUARTERS', 'Headquarters'), ('REGION', 'Regional office'), ('POST', 'Customs post')], max_length=20)),
                    ('time_zone', models.CharField(max_length=60)),
                    ('calendar', models.CharField(default='default', max_length=20)),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='identity.office')),
                ],
                options={
                    'ordering': ['code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['HEADQUARTERS', 'REGION', 'POST'])), name='office_kind_known'), models.CheckConstraint(condition=models.Q(('kind', 'HEADQUARTERS'), ('parent__isnull', False), _connector='OR'), name='office_has_parent')],
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('TRADER', 'Trader'), ('CUSTOMS', 'Customs'), ('AGENCY', 'Other agency'), ('PARTNER', 'Partner administration'), ('VALIDATOR', 'Third-party validator')], max_length=20)),
                    ('name', models.CharField(max_length=300)),
                ],
                options={
                    'ordering': ['name', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['TRADER', 'CUSTOMS', 'AGENCY', 'PARTNER', 'VALIDATOR'])), name='organisation_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('role', models.CharField(choices=[('CASE_OFFICER', 'case officer'), ('VETTING_OFFICER', 'vetting officer'), ('VALIDATOR', 'validator'), ('THIRD_PARTY_VALIDATOR', 'third-party validator'), ('DECISION_MAKER', 'decision maker'), ('APPEAL_OFFICER', 'appeal officer'), ('ACCOUNT_MANAGER', 'account manager'), ('TEAM_LEADER', 'team leader'), ('REGIONAL_MANAGER', 'regional manager'), ('BORDER_OFFICER', 'border officer'), ('BACK_OFFICE', 'back office'), ('DUTY_OFFICER', 'duty officer'), ('PROGRAMME_ADMIN', 'programme administrator'), ('MRA_OFFICER', 'MRA officer'), ('OGA_USER', 'agency user'), ('GUEST_OFFICER', 'guest officer'), ('COMMITTEE_MEMBER', 'committee member'), ('AUDITOR', 'auditor'), ('EXECUTIVE', 'executive')], max_length=30)),
                    ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='identity.office')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['user', 'role', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_rolegrant_history" ("id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT new_values."id", new_values."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ab5fb3f418f5778a95d62fc269b54e46f3ac19c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_428eb', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_rolegrant_history" ("id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT new_values."id", new_values."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."role", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9ecedc1879b15c90d1695af397a89179b40db0b9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4e1f8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_rolegrant_history" ("id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT old_values."id", old_values."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."role", old_values."user_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='68d41735739d6c0198fd5597c88fd4ced71de703', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5619c', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_rolegrant', when='AFTER'))],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('user', 'role', 'office'), name='role_grant_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('role__in', ['CASE_OFFICER', 'VETTING_OFFICER', 'VALIDATOR', 'THIRD_PARTY_VALIDATOR', 'DECISION_MAKER', 'APPEAL_OFFICER', 'ACCOUNT_MANAGER', 'TEAM_LEADER', 'REGIONAL_MANAGER', 'BORDER_OFFICER', 'BACK_OFFICE', 'DUTY_OFFICER', 'PROGRAMME_ADMIN', 'MRA_OFFICER', 'OGA_USER', 'GUEST_OFFICER', 'COMMITTEE_MEMBER', 'AUDITOR', 'EXECUTIVE'])), name='role_grant_role_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='role_grant_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='RoleGrant_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('role', models.CharField(choices=[('CASE_OFFICER', 'case officer'), ('VETTING_OFFICER', 'vetting officer'), ('VALIDATOR', 'validator'), ('THIRD_PARTY_VALIDATOR', 'third-party validator'), ('DECISION_MAKER', 'decision maker'), ('APPEAL_OFFICER', 'appeal officer'), ('ACCOUNT_MANAGER', 'account manager'), ('TEAM_LEADER', 'team leader'), ('REGIONAL_MANAGER', 'regional manager'), ('BORDER_OFFICER', 'border officer'), ('BACK_OFFICE', 'back office'), ('DUTY_OFFICER', 'duty officer'), ('PROGRAMME_ADMIN', 'programme administrator'), ('MRA_OFFICER', 'MRA officer'), ('OGA_USER', 'agency user'), ('GUEST_OFFICER', 'guest officer'), ('COMMITTEE_MEMBER', 'committee member'), ('AUDITOR', 'auditor'), ('EXECUTIVE', 'executive')], max_length=30)),
                    ('office', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='identity.office')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.rolegrant')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='c5f8ea8f9fa7c511767e792898e63f5176d28122', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_0b3c1', table='identity_rolegrant_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d800fa85afba599bb1a8fc57664f633c47f61b4f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e659', table='identity_rolegrant_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('ADMINISTRATOR', 'Administrator'), ('PREPARER', 'Preparer'), ('SIGNATORY', 'Signatory'), ('CONSULTANT', 'Consultant')], max_length=20)),
                    ('mandate_scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('mandate_until', models.DateField(blank=True, null=True)),
                    ('invited_at', models.DateTimeField()),
                    ('expires_on', models.DateField()),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='identity.organisation')),
                ],
                options={
                    'ordering': ['-invited_at', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_invitation_history" ("accepted_at", "accepted_by_id", "email", "expires_on", "id", "invited_at", "mandate_scope", "mandate_until", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT new_values."accepted_at", new_values."accepted_by_id", new_values."email", new_values."expires_on", new_values."id", new_values."invited_at", new_values."mandate_scope", new_values."mandate_until", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."role" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9a6003008006a74c9ed21e5f6eb93396d7f3bcc2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_490a7', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_invitation_history" ("accepted_at", "accepted_by_id", "email", "expires_on", "id", "invited_at", "mandate_scope", "mandate_until", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT new_values."accepted_at", new_values."accepted_by_id", new_values."email", new_values."expires_on", new_values."id", new_values."invited_at", new_values."mandate_scope", new_values."mandate_until", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."public_id", new_values."role" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1045be7b9e94117d50bbd1d688853108d3bab441', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0f97f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_invitation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_invitation_history" ("accepted_at", "accepted_by_id", "email", "expires_on", "id", "invited_at", "mandate_scope", "mandate_until", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "role") SELECT old_values."accepted_at", old_values."accepted_by_id", old_values."email", old_values."expires_on", old_values."id", old_values."invited_at", old_values."mandate_scope", old_values."mandate_until", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."role" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bc5703f3e6a2163ab3f81aa06a8cc7d13e748dc9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_124e8', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_invitation', when='AFTER'))],
                    'constraints': [models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('email'), models.F('role'), condition=models.Q(('accepted_at__isnull', True)), name='invitation_open_once')],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('role', models.CharField(choices=[('ADMINISTRATOR', 'Administrator'), ('PREPARER', 'Preparer'), ('SIGNATORY', 'Signatory'), ('CONSULTANT', 'Consultant')], max_length=20)),
                    ('mandate_scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='identity.organisation')),
                ],
                options={
                    'ordering': ['organisation', 'user', 'role', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_membership_history" ("id", "mandate_scope", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT new_values."id", new_values."mandate_scope", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='af2a434f8d1880b939483c22f3d920c6557d6fd5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5a04f', referencing='REFERENCING NEW TABLE AS new_values ', table='identity_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_membership_history" ("id", "mandate_scope", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT new_values."id", new_values."mandate_scope", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."role", new_values."user_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e788b4df49740d7cfca21052bf095ee0fd3483b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_00287', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='identity_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "identity_membership_history" ("id", "mandate_scope", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid_from", "valid_until") SELECT old_values."id", old_values."mandate_scope", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."role", old_values."user_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1f1c77db4d56b9797fcfb564e6a4f7662be0fc17', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6426f', referencing='REFERENCING OLD TABLE AS old_values ', table='identity_membership', when='AFTER'))],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('user', 'organisation', 'role'), name='membership_role_once'), models.CheckConstraint(condition=models.Q(('role__in', ['ADMINISTRATOR', 'PREPARER', 'SIGNATORY', 'CONSULTANT'])), name='membership_role_known'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Membership_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('role', models.CharField(choices=[('ADMINISTRATOR', 'Administrator'), ('PREPARER', 'Preparer'), ('SIGNATORY', 'Signatory'), ('CONSULTANT', 'Consultant')], max_length=20)),
                    ('mandate_scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.membership')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='identity.organisation')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='c8f16194f0db7fd6c2ae1889af08166912a0898e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_93025', table='identity_membership_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='68a7d68f32352e16bb77d6821ff2c62247117bab', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_97de6', table='identity_membership_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Invitation_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False)),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('ADMINISTRATOR', 'Administrator'), ('PREPARER', 'Preparer'), ('SIGNATORY', 'Signatory'), ('CONSULTANT', 'Consultant')], max_length=20)),
                    ('mandate_scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('mandate_until', models.DateField(blank=True, null=True)),
                    ('invited_at', models.DateTimeField()),
                    ('expires_on', models.DateField()),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='identity.invitation')),
                    ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='identity.organisation')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='389b852d52b67c1bd3683602da0f570287bebf9d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_ae8e4', table='identity_invitation_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2ba45ca623a7d7d254ec09c9741d7d464708ead3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_07c2c', table='identity_invitation_history', when='BEFORE'))],
                },
            ),
        ]),
    ]
