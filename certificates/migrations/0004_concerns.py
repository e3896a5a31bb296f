"""What letters, notices and papers concern, for rows written before they said so themselves."""

from django.db import migrations

FILL = """
UPDATE correspondence_letter SET kinds = file.kinds
  FROM applications_application file WHERE correspondence_letter.file_id = file.public_id;
UPDATE correspondence_letter SET kinds = ARRAY[held.kind]
  FROM certificates_certificate held WHERE correspondence_letter.file_id = held.public_id;
UPDATE correspondence_letter SET sites = visited.places
  FROM (
    SELECT sent.letter_id, array_agg(DISTINCT place.public_id) AS places
      FROM (
        SELECT id AS validation_id, notice_letter_id AS letter_id FROM validations_validation
        UNION SELECT validation_id, letter_id FROM validations_report
      ) sent
      JOIN validations_validationsite seen ON seen.validation_id = sent.validation_id
      JOIN operators_site place ON place.id = seen.site_id
     WHERE sent.letter_id IS NOT NULL GROUP BY sent.letter_id
  ) visited WHERE correspondence_letter.id = visited.letter_id;
UPDATE correspondence_notice SET kinds = told.kinds, sites = told.sites, needs = ARRAY['letter.read']
  FROM correspondence_letter told WHERE correspondence_notice.letter_id = told.id;
UPDATE correspondence_notice SET kinds = file.kinds, needs = ARRAY['application.read', 'finding.read']
  FROM applications_application file
 WHERE correspondence_notice.file_id = file.public_id AND letter_id IS NULL AND organisation_id IS NOT NULL;
ALTER TABLE documents_document DISABLE TRIGGER USER;
UPDATE documents_document SET kinds = ARRAY[held.kind]
  FROM certificates_certificate held WHERE held.paper_id = documents_document.id;
ALTER TABLE documents_document ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0004_proofs_comments_groups'),
        ('certificates', '0003_paper_digest'),
        ('correspondence', '0004_concerns'),
        ('documents', '0002_concerns'),
        ('operators', '0002_sites_chain_groups'),
        ('validations', '0001_initial'),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
