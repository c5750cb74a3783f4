namespace OwnerConsole.Client;

/// <summary>An event to report as a CloudEvent. It is counted once, even if it is sent several times.</summary>
/// <param name="Type">Your event type, such as <c>class.booked</c>, or a type of the console, such as <c>activity</c>.</param>
/// <param name="Tenant">Your ID of the tenant, or the console's.</param>
public sealed record ReportedEvent(string Type, string Tenant)
{
    /// <summary>Your ID of the event, if it stays the same when the event is reported again; generated if omitted.</summary>
    public string? Id { get; init; }

    /// <summary>Your ID of the member.</summary>
    public string? Member { get; init; }

    /// <summary>Time of the event; now if omitted.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Data for meters: a record, an anonymous object or a dictionary. Names are written in snake_case.</summary>
    public object? Data { get; init; }
}
