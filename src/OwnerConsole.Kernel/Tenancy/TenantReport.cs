using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What an application says of one of its tenants. A field that is absent stays as it is; null empties it.</summary>
/// <param name="Country">ISO 3166-1 alpha-2</param>
/// <param name="TimeZone">IANA, such as Europe/Zurich</param>
/// <param name="Attributes">the owner's own: texts, numbers and yes or no, by name</param>
/// <param name="EffectiveAt">since when its plans, its lifecycle and its attributes are what this says, until the next moment that something was said of; null for now</param>
public sealed partial record TenantReport(
    string? Name = null,
    string? ContactEmail = null,
    string? OwnerExternalId = null,
    string? OwnerName = null,
    Lifecycle? Lifecycle = null,
    DateTimeOffset? TrialEndsAt = null,
    IReadOnlyList<PlanItem>? PlanItems = null,
    string? Country = null,
    string? TimeZone = null,
    string? Source = null,
    string? Campaign = null,
    string? Referrer = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null,
    IReadOnlyList<string>? StripeCustomerIds = null,
    DateTimeOffset? OpenedAt = null,
    DateTimeOffset? EffectiveAt = null
)
{
    /// <summary>Attributes that have a field of their own.</summary>
    public static readonly IReadOnlyList<string> KnownAttributes = ["country", "source", "campaign", "referrer"];

    private static readonly string[] s_lifecycles = ["trial", "active", "cancelled"];

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads and checks one report.</summary>
    /// <param name="at">its place in the body, for the errors; empty for a single one</param>
    /// <returns>the fields that were sent, in the form they are stored in</returns>
    /// <exception cref="Problem">400 that names the field</exception>
    public static JsonElement Read(JsonElement body, string at)
    {
        if (body.ValueKind is JsonValueKind.Object && body.TryGetProperty("lifecycle", out var said) && said.ValueKind is JsonValueKind.String)
            if (!s_lifecycles.Contains(said.GetString()))
                new Check(at).Fail("lifecycle", $"must be one of {string.Join(", ", s_lifecycles)}.");
        var report = Json.Read<TenantReport>(body, at);
        var check = new Check(at);
        if (Sent(body, "name"))
            check.Text("name", report.Name, 1, 200);
        check.Email("contact_email", report.ContactEmail);
        check.Text("owner_external_id", report.OwnerExternalId, 1, 200);
        check.Text("owner_name", report.OwnerName, 1, 200);
        check.Match("country", report.Country, TwoLetters(), "is two capital letters, such as CH.");
        if (report.Country is { } country && !Pure.Addresses.Country.Exists(country))
            check.Fail("country", $"must be a country of ISO 3166-1, such as CH; {country} is none.");
        check.Zone("time_zone", report.TimeZone);
        foreach (var (field, text) in new[] { ("source", report.Source), ("campaign", report.Campaign), ("referrer", report.Referrer) })
            check.Text(field, text, 1, 500);
        if (Sent(body, "lifecycle") && report.Lifecycle is null)
            check.Fail("lifecycle", $"must be one of {string.Join(", ", s_lifecycles)}.");
        foreach (var item in report.PlanItems ?? [])
        {
            check.Match("plan_items", item.Plan, KeyText.Form(), "names each plan with 1 to 64 small letters, digits, points, dashes or underscores.");
            if (item.Quantity is < 1 or > 1_000_000)
                check.Fail("plan_items", "has quantities from 1 to 1000000.");
            if (item.Interval is null != item.Currency is null)
                check.Fail("plan_items", "says interval and currency together, or neither for the plan's first price.");
            if (item.Currency is { } currency && !Currency.Exists(currency))
                check.Fail("plan_items", "has currencies of ISO 4217, three capital letters such as USD.");
        }
        if (report.PlanItems is { } items && items.DistinctBy(item => item.Plan).Count() != items.Count)
            check.Fail("plan_items", "names a plan twice; give it a quantity.");
        foreach (var id in report.StripeCustomerIds ?? [])
            check.Match("stripe_customer_ids", id, StripeId(), "has ids that begin with cus_.");
        foreach (var (field, moment) in new[] { ("trial_ends_at", report.TrialEndsAt), ("opened_at", report.OpenedAt) })
            check.Moment(field, moment);
        if (report.EffectiveAt < Earliest)
            check.Fail("effective_at", "is a moment since the year 2000.");
        if (report.Attributes?.Count > 50)
            check.Fail("attributes", "are 50 at most.");
        foreach (var (name, value) in report.Attributes ?? new Dictionary<string, JsonElement>(0))
            check.Attribute(name, value);
        return Json.Element(Stored(body, report));
    }

    private static bool Sent(JsonElement body, string field) => body.TryGetProperty(field, out _);

    /// <summary>Only what was sent; texts in Unicode's composed form, so that the same name is the same bytes.</summary>
    private static Dictionary<string, JsonElement> Stored(JsonElement body, TenantReport report)
    {
        var all = Json.Element(report);
        return body.EnumerateObject()
            .ToDictionary(
                field => field.Name,
                field =>
                    field.NameEquals("attributes") && report.Attributes is { } attributes
                        ? Json.Element(attributes.ToDictionary(one => one.Key, one => Plain(one.Value), StringComparer.Ordinal))
                    : all.GetProperty(field.Name) is { ValueKind: JsonValueKind.String } text
                    && !field.Name.EndsWith("_at", StringComparison.Ordinal)
                    && field.Name != "lifecycle"
                        ? Json.Element(Composed.Of(text.GetString()!).Trim())
                    : all.GetProperty(field.Name),
                StringComparer.Ordinal
            );
    }

    /// <summary>1.50 is stored as 1.5, so that a number is found however it is written.</summary>
    private static JsonElement Plain(JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number) ? Json.Element(PlainNumber.Of(number)) : value;

    [GeneratedRegex(@"^[A-Z]{2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TwoLetters();

    [GeneratedRegex(@"^cus_[A-Za-z0-9]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StripeId();
}

/// <summary>One plan that a tenant holds.</summary>
/// <param name="Plan">the plan's key</param>
/// <param name="Interval">that it is paid for, such as a year; said together with the currency, and null for the first price of the plan</param>
/// <param name="Currency">ISO 4217</param>
public sealed record PlanItem(
    string Plan,
    int Quantity = 1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PeriodUnit? Interval = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null
);
