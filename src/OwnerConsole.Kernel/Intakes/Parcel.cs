using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>Events of one request for one writer, and the task that waits for their commit.</summary>
internal sealed class Parcel(Origin origin, IReadOnlyList<Incoming> events, IReadOnlyList<DeadLetter> letters)
{
    private readonly TaskCompletionSource<Taken> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Origin Origin { get; } = origin;
    public IReadOnlyList<Incoming> Events { get; } = events;
    public IReadOnlyList<DeadLetter> Letters { get; } = letters;

    /// <summary>Completes when the events are committed or have failed.</summary>
    public Task<Taken> Done => _done.Task;

    public int Size => Events.Count + Letters.Count;

    public void Finish(Taken taken) => _done.TrySetResult(taken);

    public void Fail(Exception error) => _done.TrySetException(error);
}

/// <summary>Sender of events, as counted on the ingest page.</summary>
/// <param name="Client">First words of the User-Agent.</param>
internal sealed record Origin(string KeyId, string Client, Population Population, bool IsBackfill);

/// <summary>A valid event.</summary>
/// <param name="Id">Identity of the event.</param>
/// <param name="Index">Position in the request.</param>
internal sealed record Incoming(
    string TenantId,
    Guid Id,
    DateTimeOffset At,
    ReportedEvent Said,
    string Raw,
    int Index,
    IReadOnlyList<(string Meter, decimal Value)> Counted
);

/// <summary>A rejected event, stored for inspection.</summary>
internal sealed record DeadLetter(string Body, Rejection Why);

/// <param name="Refused">Events that only the database could reject.</param>
internal sealed record Taken(int Accepted, int Duplicates, IReadOnlyList<RejectedItem> Refused);
