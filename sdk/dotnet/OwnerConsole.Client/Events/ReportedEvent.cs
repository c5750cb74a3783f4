namespace OwnerConsole.Client;

/// <summary>Something that happened, as a CloudEvent. It is counted once, however often it is sent.</summary>
/// <param name="Type">yours, such as <c>class.booked</c>, or one that the console knows, such as <c>activity</c></param>
/// <param name="Tenant">your id of the tenant, or the console's</param>
public sealed record ReportedEvent(string Type, string Tenant)
{
    /// <summary>Yours, if you have one that is the same whenever this is reported again; else one is made.</summary>
    public string? Id { get; init; }

    /// <summary>Your id of the person.</summary>
    public string? Member { get; init; }

    /// <summary>When it happened; now when it is left out.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What meters read: a record, an anonymous object or a dictionary. Names are written in snake_case.</summary>
    public object? Data { get; init; }
}
