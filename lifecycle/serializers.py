"""The shapes of the look-up API, for the schema and the reference; the hot path itself answers stored bytes."""

from rest_framework import serializers


class KindAnswer(serializers.Serializer[object]):
    """One certificate kind of an operator."""

    kind = serializers.ChoiceField(["simplification", "security"])
    status = serializers.ChoiceField(["active", "suspended", "revoked", "expired", "surrendered"])
    effective_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True, help_text="Last day; null: no expiry.")
    operator_types = serializers.ListField(child=serializers.CharField())


class StatusAnswer(serializers.Serializer[object]):
    """Whether an operator is trusted, and what it gets."""

    tin = serializers.CharField(help_text="Trimmed and in upper case.")
    name = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(
        ["active", "suspended", "revoked", "expired", "surrendered", "none", "malformed"],
        help_text="`active` when any kind is in force, else the latest of the others, else `none`.",
    )
    kinds = KindAnswer(many=True)
    facilitation = serializers.ChoiceField(
        ["none", "simplification", "security", "full"], help_text="From kinds in force only."
    )
    benefits = serializers.ListField(child=serializers.CharField(), help_text="Codes, from kinds in force only.")
    holder = serializers.CharField(
        allow_null=True, help_text="TIN of the holder when the operator is covered by another."
    )
    as_of = serializers.CharField(help_text="The moment (UTC) or the past day the answer speaks of.")


class LookupRequest(serializers.Serializer[object]):
    """Up to 10,000 TINs, and a past day when asked."""

    tins = serializers.ListField(child=serializers.CharField(), max_length=10_000)
    on = serializers.DateField(required=False)


class LookupResponse(serializers.Serializer[object]):
    """Answers in the order asked, duplicates kept."""

    results = StatusAnswer(many=True)
