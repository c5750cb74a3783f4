using OwnerConsole.Data;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Events of one request for one writer, and the task that waits for their commit.</summary>
internal sealed class EventWriteRequest(EventOrigin origin, IReadOnlyList<IncomingEvent> events, IReadOnlyList<DeadLetter> letters)
    : PendingItem<EventWriteResult>
{
    public EventOrigin Origin { get; } = origin;
    public IReadOnlyList<IncomingEvent> Events { get; } = events;
    public IReadOnlyList<DeadLetter> Letters { get; } = letters;

    public int Size => Events.Count + Letters.Count;
}

/// <summary>Sender of events, as counted on the ingest page.</summary>
/// <param name="Client">First words of the User-Agent.</param>
internal sealed record EventOrigin(string KeyId, string Client, Mode Mode, bool IsBackfill);

/// <summary>A valid event.</summary>
/// <param name="Id">Identity of the event.</param>
/// <param name="Index">Position in the request.</param>
internal sealed record IncomingEvent(
    string TenantId,
    Guid Id,
    DateTimeOffset At,
    IntakeEvent Said,
    string Raw,
    int Index,
    IReadOnlyList<(string Meter, decimal Value)> Counted
);

/// <summary>A rejected event, stored for inspection.</summary>
internal sealed record DeadLetter(string Body, Rejection Why);

/// <param name="Refused">Events that only the database could reject.</param>
internal sealed record EventWriteResult(int Accepted, int Duplicates, IReadOnlyList<RejectedItem> Refused);
