namespace OwnerConsole.Client;

/// <summary>Data of a tenant. A report never lifts a suspension.</summary>
public sealed record TenantReport
{
    /// <summary>1 to 200 characters; defaults to your ID in the first report.</summary>
    public Said<string?> Name { get; init; }

    public Said<string?> ContactEmail { get; init; }

    /// <summary>Your ID of the member who owns the tenant.</summary>
    public Said<string?> OwnerExternalId { get; init; }

    public Said<string?> OwnerName { get; init; }

    /// <summary>Defaults to active in the first report.</summary>
    public Said<Lifecycle> Lifecycle { get; init; }

    public Said<DateTimeOffset?> TrialEndsAt { get; init; }

    /// <summary>All current plans of the tenant.</summary>
    public Said<PlanItem[]?> PlanItems { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    public Said<string?> Country { get; init; }

    /// <summary>Name in the IANA time zone database.</summary>
    public Said<string?> TimeZone { get; init; }

    public Said<string?> Source { get; init; }

    public Said<string?> Campaign { get; init; }

    public Said<string?> Referrer { get; init; }

    /// <summary>Up to 50 attributes of your own: texts, numbers and booleans.</summary>
    public Said<Dictionary<string, object?>?> Attributes { get; init; }

    /// <summary><c>cus_…</c></summary>
    public Said<string[]?> StripeCustomerIds { get; init; }

    public Said<DateTimeOffset?> OpenedAt { get; init; }

    /// <summary>Time from which this report applies, for history; now if omitted.</summary>
    public Said<DateTimeOffset?> EffectiveAt { get; init; }
}
