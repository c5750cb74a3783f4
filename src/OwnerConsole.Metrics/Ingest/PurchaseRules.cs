using System.Text.Json;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Required data of a reported purchase: its id, the price and, for recurring purchases, the period.</summary>
internal static class PurchaseRules
{
    /// <summary>In minor units.</summary>
    public const long MaxMinorUnits = 1_000_000_000_000;

    public const int MaxQuantity = 1_000_000;

    /// <summary>Maximum length of an id, a name or a plan key in characters.</summary>
    public const int MaxTextLength = 200;

    /// <returns>Null if it is valid or not a purchase.</returns>
    public static Rejection? Check(IntakeEvent said)
    {
        if (said.Type is not IntakeEvent.PurchaseCompleted)
            return null;
        if (said.Text("purchase") is not { Length: > 0 and <= MaxTextLength })
            return new("missing_purchase", "data.purchase is required: your id for the purchase, 1 to 200 characters, the same each time you report it.");
        var data = said.Data!.Value; // The purchase id was read from it.
        if (!IsPrice(data))
            return new(
                "bad_price",
                "data.price is required: the total amount in the smallest currency unit, at least 0, and a three-letter currency code, such as {\"amount\": 4900, \"currency\": \"USD\"}."
            );
        if (!IsPeriod(data))
            return new(
                "bad_period",
                "data.period must have from and to as RFC 3339 timestamps with their offsets, and to after from. Omit it for one-time purchases."
            );
        return IsText(data, "name") && IsText(data, "plan") && IsCount(data)
            ? null
            : new("bad_purchase", "data.name and data.plan must be strings of at most 200 characters, and data.quantity an integer from 1 to 1,000,000.");
    }

    private static bool IsPrice(JsonElement data) =>
        data.TryGetProperty("price", out var price)
        && price.ValueKind is JsonValueKind.Object
        && price.TryGetProperty("amount", out var amount)
        && amount.ValueKind is JsonValueKind.Number
        && amount.TryGetInt64(out var minor)
        && minor is >= 0 and <= MaxMinorUnits
        && price.TryGetProperty("currency", out var currency)
        && currency.ValueKind is JsonValueKind.String
        && Currency.Exists(currency.GetString()!);

    private static bool IsPeriod(JsonElement data) =>
        !data.TryGetProperty("period", out var period)
        || (
            period.ValueKind is JsonValueKind.Object
            && Instant(period, "from") is { } from
            && Instant(period, "to") is { } to
            && from >= EventRules.MinTime
            && to > from
        );

    private static DateTimeOffset? Instant(JsonElement period, string name) =>
        period.TryGetProperty(name, out var said)
        && said.ValueKind is JsonValueKind.String
        && said.TryGetDateTimeOffset(out var at)
        && TimestampText.HasOffset(said.GetString()!)
            ? at
            : null;

    private static bool IsText(JsonElement data, string name) =>
        !data.TryGetProperty(name, out var said) || (said.ValueKind is JsonValueKind.String && said.GetString()!.Length is > 0 and <= MaxTextLength);

    private static bool IsCount(JsonElement data) =>
        !data.TryGetProperty("quantity", out var said)
        || (said.ValueKind is JsonValueKind.Number && said.TryGetInt32(out var pieces) && pieces is > 0 and <= MaxQuantity);
}
