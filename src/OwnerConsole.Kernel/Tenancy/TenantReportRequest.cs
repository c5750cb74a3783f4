using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Data of a tenant as reported by the application. Missing fields are unchanged; null clears a field.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code.</param>
/// <param name="TimeZone">IANA time zone, such as Europe/Zurich.</param>
/// <param name="Source">Marketing source, such as search.</param>
/// <param name="Campaign">Marketing campaign.</param>
/// <param name="Referrer">Address the tenant came from.</param>
/// <param name="Attributes">Custom attributes by name: strings, numbers or booleans.</param>
/// <param name="EffectiveAt">Time from which plans, lifecycle and attributes apply, until the next reported time; null for now.</param>
/// <param name="Access">Access that the application really gives to the tenant's users, compared with what the tenant pays.</param>
public sealed partial record TenantReportRequest(
    string? Name = null,
    string? ContactEmail = null,
    string? OwnerExternalId = null,
    string? OwnerName = null,
    TenantLifecycle? Lifecycle = null,
    DateTimeOffset? TrialEndsAt = null,
    IReadOnlyList<TenantPlanItem>? PlanItems = null,
    string? Country = null,
    string? TimeZone = null,
    string? Source = null,
    string? Campaign = null,
    string? Referrer = null,
    IReadOnlyDictionary<string, JsonElement>? Attributes = null,
    IReadOnlyList<string>? StripeCustomerIds = null,
    DateTimeOffset? OpenedAt = null,
    DateTimeOffset? EffectiveAt = null,
    ReportedAccess? Access = null
)
{
    /// <summary>Names that can't be attributes because they are separate fields.</summary>
    public static readonly IReadOnlyList<string> KnownAttributes = ["country", "source", "campaign", "referrer"];

    private static readonly string[] s_lifecycles = ["trial", "active", "cancelled"];

    private static readonly string[] s_access = ["full", "read_only", "none"];

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads and validates one report.</summary>
    /// <param name="at">Position in the body, for errors; empty for a single report.</param>
    /// <returns>The fields that were sent, in the form they are stored in.</returns>
    /// <exception cref="Problem">400 that names the invalid field.</exception>
    public static JsonElement Read(JsonElement body, string at)
    {
        if (body.ValueKind is JsonValueKind.Object && body.TryGetProperty("lifecycle", out var said) && said.ValueKind is JsonValueKind.String)
            if (!s_lifecycles.Contains(said.GetString()))
                new ReportValidator(at).Fail("lifecycle", $"must be one of {string.Join(", ", s_lifecycles)}.");
        if (body.ValueKind is JsonValueKind.Object && body.TryGetProperty("access", out var access) && access.ValueKind is JsonValueKind.String)
            if (!s_access.Contains(access.GetString()))
                new ReportValidator(at).Fail("access", $"must be one of {string.Join(", ", s_access)}.");
        var report = Json.Read<TenantReportRequest>(body, at);
        var check = new ReportValidator(at);
        if (Sent(body, "name"))
            check.Text("name", report.Name, 1, 200);
        check.Email("contact_email", report.ContactEmail);
        check.Text("owner_external_id", report.OwnerExternalId, 1, 200);
        check.Text("owner_name", report.OwnerName, 1, 200);
        check.Match("country", report.Country, TwoLetters(), "must be two uppercase letters, such as CH.");
        if (report.Country is { } country && !Pure.Addresses.Country.Exists(country))
            check.Fail("country", $"must be an ISO 3166-1 country code, such as CH. {country} is not one.");
        check.Zone("time_zone", report.TimeZone);
        foreach (var (field, text) in new[] { ("source", report.Source), ("campaign", report.Campaign), ("referrer", report.Referrer) })
            check.Text(field, text, 1, 500);
        if (Sent(body, "lifecycle") && report.Lifecycle is null)
            check.Fail("lifecycle", $"must be one of {string.Join(", ", s_lifecycles)}.");
        foreach (var item in report.PlanItems ?? [])
        {
            check.Match(
                "plan_items",
                item.Plan,
                KeyText.Pattern(),
                "must identify each plan by 1 to 64 lowercase letters, digits, dots, dashes or underscores."
            );
            if (item.Quantity is < 1 or > 1_000_000)
                check.Fail("plan_items", "must have quantities from 1 to 1000000.");
            if (item.Interval is null != item.Currency is null)
                check.Fail("plan_items", "must have both interval and currency, or neither for the plan's default price.");
            if (item.Currency is { } currency && !Currency.Exists(currency))
                check.Fail("plan_items", "must have ISO 4217 currency codes, such as USD.");
        }
        if (report.PlanItems is { } items && items.DistinctBy(item => item.Plan).Count() != items.Count)
            check.Fail("plan_items", "lists a plan twice. Use quantity instead.");
        foreach (var id in report.StripeCustomerIds ?? [])
            check.Match("stripe_customer_ids", id, StripeId(), "must contain ids that start with cus_.");
        foreach (var (field, moment) in new[] { ("trial_ends_at", report.TrialEndsAt), ("opened_at", report.OpenedAt) })
            check.Moment(field, moment);
        if (report.EffectiveAt < Earliest)
            check.Fail("effective_at", "must be in the year 2000 or later.");
        check.Attributes(report.Attributes, KnownAttributes);
        return Json.Element(Stored(body, report));
    }

    private static bool Sent(JsonElement body, string field) => body.TryGetProperty(field, out _);

    /// <summary>Keeps only fields that were sent. Strings are stored in Unicode's composed form, so that equal names are equal bytes.</summary>
    private static Dictionary<string, JsonElement> Stored(JsonElement body, TenantReportRequest report)
    {
        var all = Json.Element(report);
        return body.EnumerateObject()
            .ToDictionary(
                field => field.Name,
                field =>
                    field.NameEquals(ReportedAttributes.Field) && report.Attributes is { } attributes ? ReportedAttributes.ToStored(attributes)
                    : all.GetProperty(field.Name) is { ValueKind: JsonValueKind.String } text
                    && !field.Name.EndsWith("_at", StringComparison.Ordinal)
                    && field.Name != "lifecycle"
                        ? Json.Element(NfcNormalizer.Normalize(text.GetString()!).Trim())
                    : all.GetProperty(field.Name),
                StringComparer.Ordinal
            );
    }

    [GeneratedRegex(@"^[A-Z]{2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TwoLetters();

    [GeneratedRegex(@"^cus_[A-Za-z0-9]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StripeId();
}

/// <summary>A plan that a tenant is subscribed to.</summary>
/// <param name="Plan">Key of the plan.</param>
/// <param name="Interval">Billing interval, such as a year. Set together with the currency; null for the plan's default price.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record TenantPlanItem(
    string Plan,
    int Quantity = 1,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PeriodUnit? Interval = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Currency = null
);
