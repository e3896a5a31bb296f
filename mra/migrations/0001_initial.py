import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.clock.rules.identifiers
import pghistory.utils
import pgtrigger.compiler
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
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('country_code', models.CharField(max_length=2, unique=True)),
                    ('programme_name', models.CharField(max_length=200)),
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partner', to='identity.organisation')),
                ],
                options={
                    'ordering': ['country_code'],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_partner_history" ("country_code", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_name") SELECT new_values."country_code", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."programme_name" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d3666a1e96791c984504e388e42208e0ec4084b4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0ee3a', referencing='REFERENCING NEW TABLE AS new_values ', table='mra_partner', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_partner_history" ("country_code", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_name") SELECT new_values."country_code", new_values."id", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."programme_name" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4594c2154def950830b5ae70bce5ea03de0c1e20', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_52f0c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mra_partner', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_partner_history" ("country_code", "id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_name") SELECT old_values."country_code", old_values."id", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."programme_name" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e754be77ee7aefe1115907d1f47dc5e7249fd329', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_188ac', referencing='REFERENCING OLD TABLE AS old_values ', table='mra_partner', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='Partner_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('country_code', models.CharField(max_length=2)),
                    ('programme_name', models.CharField(max_length=200)),
                    ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='identity.organisation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='mra.partner')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='36b829ba5a682c42847905f7684ea6ce19b4e403', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6ed70', table='mra_partner_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f80e8542249700f80a6cf9efa7985af162386708', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_65d98', table='mra_partner_history', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Arrangement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False, unique=True)),
                    ('title', models.CharField(max_length=200)),
                    ('status', models.CharField(choices=[('PREPARATION', 'Preparation'), ('COMPARISON', 'Comparison'), ('OBSERVATION_VISITS', 'Observation visits'), ('NEGOTIATION', 'Negotiation'), ('SIGNED', 'Signed'), ('OPERATIONAL_PROCEDURES', 'Operational procedures'), ('IN_FORCE', 'In force'), ('SUSPENDED', 'Suspended'), ('UNDER_REVIEW', 'Under review'), ('ENDED', 'Ended')], default='PREPARATION', max_length=30)),
                    ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplification', 'Simplification'), ('security', 'Security')], max_length=20), size=None)),
                    ('signed_on', models.DateField(blank=True, null=True)),
                    ('in_force_from', models.DateField(blank=True, null=True)),
                    ('benefits', models.TextField(help_text='in words for members')),
                    ('identifier_hint', models.CharField(help_text="what to put in which field of the partner's declaration", max_length=300)),
                    ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='arrangements', to='mra.partner')),
                ],
                options={
                    'ordering': ['partner', 'id'],
                    'triggers': [pgtrigger.compiler.Trigger(name='status_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{COMPARISON:OBSERVATION_VISITS,IN_FORCE:ENDED,IN_FORCE:SUSPENDED,IN_FORCE:UNDER_REVIEW,NEGOTIATION:SIGNED,OBSERVATION_VISITS:NEGOTIATION,OPERATIONAL_PROCEDURES:IN_FORCE,PREPARATION:COMPARISON,SIGNED:OPERATIONAL_PROCEDURES,SUSPENDED:ENDED,SUSPENDED:IN_FORCE,UNDER_REVIEW:ENDED,UNDER_REVIEW:IN_FORCE,UNDER_REVIEW:SUSPENDED}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d38e393ec0444dcd9ea1e8283e7db259760fbee4', operation='UPDATE', pgid='pgtrigger_status_moves_b1e2a', table='mra_arrangement', when='BEFORE')), pgtrigger.compiler.Trigger(name='status_starts', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF NEW.status NOT IN ('PREPARATION') THEN RAISE EXCEPTION 'A new % may not start as %', TG_TABLE_NAME, NEW.status; END IF; RETURN NEW;", hash='8a7667a1b7b5defede04d6ea47048e665309f8b0', operation='INSERT', pgid='pgtrigger_status_starts_50fa3', table='mra_arrangement', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_arrangement_history" ("benefits", "id", "identifier_hint", "in_force_from", "kinds", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "signed_on", "status", "title") SELECT new_values."benefits", new_values."id", new_values."identifier_hint", new_values."in_force_from", new_values."kinds", new_values."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."signed_on", new_values."status", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d56f75901393b354af02eefd07506780a66253f6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9cfd5', referencing='REFERENCING NEW TABLE AS new_values ', table='mra_arrangement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_arrangement_history" ("benefits", "id", "identifier_hint", "in_force_from", "kinds", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "signed_on", "status", "title") SELECT new_values."benefits", new_values."id", new_values."identifier_hint", new_values."in_force_from", new_values."kinds", new_values."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."public_id", new_values."signed_on", new_values."status", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dece760343e20c0202bbd5db9dcbf4a2f6c7d678', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_38a57', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mra_arrangement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mra_arrangement_history" ("benefits", "id", "identifier_hint", "in_force_from", "kinds", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "signed_on", "status", "title") SELECT old_values."benefits", old_values."id", old_values."identifier_hint", old_values."in_force_from", old_values."kinds", old_values."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."public_id", old_values."signed_on", old_values."status", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c026c9fc311c96b5dd81f6fa00d7d61512173286', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_00c44', referencing='REFERENCING OLD TABLE AS old_values ', table='mra_arrangement', when='AFTER'))],
                    'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['PREPARATION', 'COMPARISON', 'OBSERVATION_VISITS', 'NEGOTIATION', 'SIGNED', 'OPERATIONAL_PROCEDURES', 'IN_FORCE', 'SUSPENDED', 'UNDER_REVIEW', 'ENDED'])), name='arrangement_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'IN_FORCE'), _negated=True), ('in_force_from__isnull', False), _connector='OR'), name='arrangement_in_force_has_date'), models.CheckConstraint(condition=models.Q(('kinds__contains', ['simplification']), _negated=True), name='arrangement_never_simplification_only')],
                },
            ),
            migrations.CreateModel(
                name='Arrangement_History',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField()),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('public_id', models.UUIDField(default=foundation.clock.rules.identifiers.uuid7, editable=False)),
                    ('title', models.CharField(max_length=200)),
                    ('status', models.CharField(choices=[('PREPARATION', 'Preparation'), ('COMPARISON', 'Comparison'), ('OBSERVATION_VISITS', 'Observation visits'), ('NEGOTIATION', 'Negotiation'), ('SIGNED', 'Signed'), ('OPERATIONAL_PROCEDURES', 'Operational procedures'), ('IN_FORCE', 'In force'), ('SUSPENDED', 'Suspended'), ('UNDER_REVIEW', 'Under review'), ('ENDED', 'Ended')], default='PREPARATION', max_length=30)),
                    ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('simplification', 'Simplification'), ('security', 'Security')], max_length=20), size=None)),
                    ('signed_on', models.DateField(blank=True, null=True)),
                    ('in_force_from', models.DateField(blank=True, null=True)),
                    ('benefits', models.TextField(help_text='in words for members')),
                    ('identifier_hint', models.CharField(help_text="what to put in which field of the partner's declaration", max_length=300)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='historys', to='mra.arrangement')),
                    ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mra.partner')),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;", hash='117d1e4fa51a88a2da978e358fbb0030f03b9e87', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c256d', table='mra_arrangement_history', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ad78bdd618d42327c3fad8c0c45af7ae3c3046f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_faca2', table='mra_arrangement_history', when='BEFORE'))],
                },
            ),
        ]),
    ]
