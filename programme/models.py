"""What administrators configure, with versions: types, criteria, figures, limits, calendars, separation of duties, delegations, texts.
A published version never changes; a new one takes its place from a date."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import append_only_triggers, status_triggers, tracked
from foundation.audit.states import values
from foundation.identity.models import Office, Period, User, ends_after_start

from .states import (
    NEVER_RELAXED,
    VERSION_TABLE,
    Act,
    AnsweredBy,
    CompetenceCriterion,
    DayCountUnit,
    DecisionAct,
    FigureCode,
    Kind,
    Scope,
    SeparationMode,
    SetStatus,
    Stage,
    TimeLimitCode,
    Weight,
)


def published_is_frozen(parent: str) -> pgtrigger.Trigger:
    """Rows of a published version may not change: the parent row's status decides. `parent` is `table.column`."""
    table, column = parent.split(".")
    return pgtrigger.Trigger(
        name="published_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("the_row", "RECORD")],
        func=f"the_row := COALESCE(NEW, OLD); "
        f"IF EXISTS (SELECT 1 FROM {table} WHERE id = the_row.{column} AND status = 'PUBLISHED') THEN "
        f"RAISE EXCEPTION 'Version % is published and may not change', the_row.{column}; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )


class Version(models.Model):
    """Base of what is drafted by one person and published from a date by another."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=SetStatus.choices, default=SetStatus.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    author_label = models.CharField(max_length=200)
    author_id = models.BigIntegerField(null=True)
    publisher_label = models.CharField(max_length=200, blank=True)
    publisher_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


def _version_constraints(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(condition=Q(status__in=values(SetStatus.choices)), name=f"{name}_status_known"),
        models.CheckConstraint(
            condition=Q(status=SetStatus.DRAFT) | Q(valid_from__isnull=False, published_at__isnull=False),
            name=f"{name}_published_has_date",
        ),
        models.CheckConstraint(
            condition=Q(publisher_id__isnull=True) | ~Q(publisher_id=F("author_id")), name=f"{name}_four_eyes"
        ),
    ]


# --- operator types -------------------------------------------------------------------------------------------------


@tracked()
class OperatorType(models.Model):
    """A role in the supply chain. Its family decides which criteria it meets. Open from a day until a day."""

    token = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=300)
    family = models.SlugField(max_length=40)
    position = models.PositiveIntegerField()
    opens_on = models.DateField(null=True, blank=True, help_text="empty: not open, no day set")
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


# --- criteria -------------------------------------------------------------------------------------------------------


@tracked()
class CriteriaSet(Version):
    """One version of all criteria. A file keeps the version it began with."""

    class Meta(Version.Meta):
        constraints = _version_constraints("criteria_set")
        triggers = status_triggers(VERSION_TABLE)


class Section(models.Model):
    """One of the SAFE groups A–M within a set."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="sections")
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["criteria_set", "letter", "id"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "letter"], name="section_once")]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.letter}. {self.title}"


class ApplicabilityQuestion(models.Model):
    """A plain start question. No answer counts as yes."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    plain_question = models.CharField(max_length=400)
    help = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["criteria_set", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "key"], name="start_question_once")]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return self.plain_question


class Criterion(models.Model):
    """One criterion of a set; columns as in `CRITERIA.md`."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    plain_question = models.TextField()
    requirement = models.TextField()
    evidence = models.TextField()
    good_evidence_example = models.TextField()
    sme_evidence = models.TextField(blank=True)
    weight = models.CharField(max_length=10, choices=Weight.choices)
    families = ArrayField(models.CharField(max_length=40))
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    applies_when = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    answered_by = models.CharField(max_length=20, choices=AnsweredBy.choices)
    scope = models.CharField(max_length=20, choices=Scope.choices)
    origin = models.CharField(max_length=80)
    same_answer_group = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["criteria_set", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_once"),
            models.CheckConstraint(condition=Q(weight__in=values(Weight.choices)), name="criterion_weight_known"),
            models.CheckConstraint(condition=Q(stage__in=values(Stage.choices)), name="criterion_stage_known"),
            models.CheckConstraint(condition=Q(scope__in=values(Scope.choices)), name="criterion_scope_known"),
            models.CheckConstraint(condition=Q(answered_by__in=values(AnsweredBy.choices)), name="criterion_answered_by_known"),
        ]
        triggers = [published_is_frozen("programme_criteriaset.criteria_set_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


# --- figures, limits, separation of duties: one versioned configuration ------------------------------------------------


@tracked()
class Configuration(Version):
    """One version of every figure, time limit and separation rule; `profile` names the starting point it was made from."""

    profile = models.SlugField(max_length=40)

    class Meta(Version.Meta):
        constraints = _version_constraints("configuration")
        triggers = status_triggers(VERSION_TABLE)


class Figure(models.Model):
    """One figure of a configuration; the unit is that of its code."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=60, choices=FigureCode.choices)
    value = models.PositiveIntegerField()

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code"], name="figure_once"),
            models.CheckConstraint(condition=Q(code__in=values(FigureCode.choices)), name="figure_code_known"),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"


class TimeLimit(models.Model):
    """One statutory limit: how long, in which unit, counted how, on which legal basis."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="time_limits")
    code = models.CharField(max_length=60, choices=TimeLimitCode.choices)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=DayCountUnit.choices)
    count_event_day = models.BooleanField(default=False)
    roll_forward = models.BooleanField(default=True)
    extension_amount = models.PositiveIntegerField(default=0, help_text="0: no extension")
    remind_before_days = models.PositiveIntegerField(default=5, help_text="business days")
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["configuration", "code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "code"], name="time_limit_once"),
            models.CheckConstraint(condition=Q(code__in=values(TimeLimitCode.choices)), name="time_limit_code_known"),
            models.CheckConstraint(condition=Q(unit__in=values(DayCountUnit.choices)), name="time_limit_unit_known"),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount} {self.unit}"


def _pair(pair: tuple[str, str]) -> Q:
    return Q(first_act=pair[0], second_act=pair[1])


class SeparationRule(models.Model):
    """Whether one person may take both acts on one file."""

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="separation_rules")
    first_act = models.CharField(max_length=20, choices=Act.choices)
    second_act = models.CharField(max_length=20, choices=Act.choices)
    mode = models.CharField(max_length=20, choices=SeparationMode.choices)
    reviewer_role = models.CharField(max_length=30, blank=True, help_text="who reviews afterwards, where the mode asks it")

    class Meta:
        ordering = ["configuration", "id"]
        constraints = [
            models.UniqueConstraint(fields=["configuration", "first_act", "second_act"], name="separation_pair_once"),
            models.CheckConstraint(condition=Q(mode__in=values(SeparationMode.choices)), name="separation_mode_known"),
            models.CheckConstraint(
                condition=~(_pair(NEVER_RELAXED[0]) | _pair(NEVER_RELAXED[1])) | Q(mode=SeparationMode.FORBIDDEN),
                name="separation_never_relaxed",
            ),
            models.CheckConstraint(
                condition=~Q(mode=SeparationMode.REVIEWED) | ~Q(reviewer_role=""), name="separation_names_reviewer"
            ),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return f"{self.first_act} / {self.second_act}: {self.mode}"


class ActTaken(models.Model):
    """Who took which act on which file. The database compares each new row with the separation rules in force
    (those of the configuration named on the row, which the service takes from the day of the act)."""

    append_only = True

    file_id = models.UUIDField(help_text="public id of the application or certificate the act belongs to")
    act = models.CharField(max_length=20, choices=Act.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acts_taken")
    at = models.DateTimeField()
    configuration = models.ForeignKey(Configuration, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="why one person takes both acts, where that is allowed with reason")
    review_role = models.CharField(max_length=30, blank=True, help_text="role that must review this afterwards")

    class Meta:
        ordering = ["file_id", "at", "id"]
        indexes = [models.Index(fields=["file_id", "user"], name="acts_of_file")]  # the four-eyes card
        constraints = [
            models.UniqueConstraint(fields=["file_id", "act", "user"], name="act_taken_once"),
            models.CheckConstraint(condition=Q(act__in=values(Act.choices)), name="act_taken_known"),
        ]
        triggers = [
            *append_only_triggers("act_taken"),
            pgtrigger.Trigger(
                name="separation_of_duties",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF EXISTS (
                    SELECT 1 FROM programme_acttaken earlier
                    JOIN programme_separationrule rule ON rule.configuration_id = NEW.configuration_id
                     AND ((rule.first_act = earlier.act AND rule.second_act = NEW.act)
                       OR (rule.second_act = earlier.act AND rule.first_act = NEW.act))
                    WHERE earlier.file_id = NEW.file_id AND earlier.user_id = NEW.user_id
                      AND (rule.mode = 'FORBIDDEN' OR (rule.mode = 'REVIEWED' AND (NEW.reason = '' OR NEW.review_role = '')))
                ) THEN RAISE EXCEPTION 'Separation of duties: this person took an earlier act on the file'
                  USING ERRCODE = 'check_violation'; END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.act}"


class ActReview(models.Model):
    """The outsider's review of an act that one person took twice by permission."""

    append_only = True

    act = models.OneToOneField(ActTaken, on_delete=models.PROTECT, related_name="review")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()
    note = models.TextField()

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("act_review")

    def __str__(self) -> str:
        return f"{self.reviewer} {self.act}"


@tracked()
class Delegation(Period):
    """Who may take which decision: kind, outcome, office, size; with dates and deputies. Empty means any."""

    number = models.CharField(max_length=20, unique=True)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="delegations_as_deputy")
    act = models.CharField(max_length=20, choices=DecisionAct.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    small_firms_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=values(DecisionAct.choices)), name="delegation_act_known"),
            ends_after_start("delegation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.number


@tracked()
class CompetenceRule(models.Model):
    """The first rule that fits names the competent office of a new file."""

    position = models.PositiveIntegerField(unique=True)
    criterion = models.CharField(max_length=20, choices=CompetenceCriterion.choices)
    value = models.CharField(max_length=60, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=Q(criterion__in=values(CompetenceCriterion.choices)), name="competence_criterion_known")
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value}: {self.office}"


# --- calendar ---------------------------------------------------------------------------------------------------------


@tracked()
class BusinessCalendar(models.Model):
    """A weekend and a country of public holidays; offices name it by code."""

    code = models.SlugField(max_length=20, unique=True)
    weekend = ArrayField(models.PositiveSmallIntegerField(), help_text="0 = Monday … 6 = Sunday")
    country = models.CharField(max_length=2, blank=True, help_text="ISO code for the holidays package; empty: only those listed")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


@tracked()
class Closure(models.Model):
    """A day on which an office, or all that use a calendar, are closed: a listed holiday or a closure announced later."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="closures")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="closures")
    on = models.DateField()
    name = models.CharField(max_length=120)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "office", "on"], nulls_distinct=False, name="closure_once")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


# --- texts ------------------------------------------------------------------------------------------------------------


@tracked()
class LetterTemplate(models.Model):
    """The text of a letter in one language and version; placeholders in {braces}. The highest published version is used."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    legal_basis = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "language", "version"], name="letter_template_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


@tracked()
class DeclarationTerms(models.Model):
    """What a signatory signs: voluntary, duties, confidentiality on both sides, data use, legal basis."""

    version = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=10, default="en")
    valid_from = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return _("Terms, version {version}").format(version=self.version)


class NumberSeries(models.Model):
    """The last number given in a series and year; taken under a row lock, so that numbers are free of duplicates."""

    series = models.SlugField(max_length=30)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["series", "year"]
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"

