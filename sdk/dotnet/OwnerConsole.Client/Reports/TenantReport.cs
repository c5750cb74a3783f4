namespace OwnerConsole.Client;

/// <summary>What the owner should know of a tenant. A report never lifts a suspension.</summary>
public sealed record TenantReport
{
    /// <summary>1 to 200 characters; your id when it is left out at first.</summary>
    public Said<string?> Name { get; init; }

    public Said<string?> ContactEmail { get; init; }

    /// <summary>Your id of the member that owns it.</summary>
    public Said<string?> OwnerExternalId { get; init; }

    public Said<string?> OwnerName { get; init; }

    /// <summary>Active when it is left out at first.</summary>
    public Said<Lifecycle> Lifecycle { get; init; }

    public Said<DateTimeOffset?> TrialEndsAt { get; init; }

    /// <summary>Everything it holds now.</summary>
    public Said<PlanItem[]?> PlanItems { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public Said<string?> Country { get; init; }

    /// <summary>Of the IANA database.</summary>
    public Said<string?> TimeZone { get; init; }

    public Said<string?> Source { get; init; }

    public Said<string?> Campaign { get; init; }

    public Said<string?> Referrer { get; init; }

    /// <summary>Your own, up to 50: texts, numbers, true or false.</summary>
    public Said<Dictionary<string, object?>?> Attributes { get; init; }

    /// <summary><c>cus_…</c></summary>
    public Said<string[]?> StripeCustomerIds { get; init; }

    public Said<DateTimeOffset?> OpenedAt { get; init; }

    /// <summary>Since when this report holds: for history; now when it is left out.</summary>
    public Said<DateTimeOffset?> EffectiveAt { get; init; }
}
