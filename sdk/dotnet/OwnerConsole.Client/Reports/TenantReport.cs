namespace OwnerConsole.Client;

/// <summary>Data of a tenant. A report never lifts a suspension.</summary>
public sealed record TenantReport
{
    /// <summary>1 to 200 characters; defaults to your ID in the first report.</summary>
    public Optional<string?> Name { get; init; }

    public Optional<string?> ContactEmail { get; init; }

    /// <summary>Your ID of the member who owns the tenant.</summary>
    public Optional<string?> OwnerExternalId { get; init; }

    public Optional<string?> OwnerName { get; init; }

    /// <summary>Defaults to active in the first report.</summary>
    public Optional<Lifecycle> Lifecycle { get; init; }

    public Optional<DateTimeOffset?> TrialEndsAt { get; init; }

    /// <summary>All current plans of the tenant.</summary>
    public Optional<PlanItem[]?> PlanItems { get; init; }

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    public Optional<string?> Country { get; init; }

    /// <summary>Name in the IANA time zone database.</summary>
    public Optional<string?> TimeZone { get; init; }

    public Optional<string?> Source { get; init; }

    public Optional<string?> Campaign { get; init; }

    public Optional<string?> Referrer { get; init; }

    /// <summary>Up to 50 custom attributes: texts, numbers and booleans.</summary>
    public Optional<Dictionary<string, object?>?> Attributes { get; init; }

    /// <summary><c>cus_…</c></summary>
    public Optional<string[]?> StripeCustomerIds { get; init; }

    /// <summary>Access that your application really gives, compared with what the tenant pays.</summary>
    public Optional<TenantAccess?> Access { get; init; }

    public Optional<DateTimeOffset?> OpenedAt { get; init; }

    /// <summary>Time from which this report applies, for history; now if omitted.</summary>
    public Optional<DateTimeOffset?> EffectiveAt { get; init; }
}
