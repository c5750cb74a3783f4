using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Kernel.Intakes;

/// <summary>The events of one request that belong to one writer, and who waits until they are committed.</summary>
internal sealed class Parcel(Origin origin, IReadOnlyList<Incoming> events, IReadOnlyList<DeadLetter> letters)
{
    private readonly TaskCompletionSource<Taken> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Origin Origin { get; } = origin;
    public IReadOnlyList<Incoming> Events { get; } = events;
    public IReadOnlyList<DeadLetter> Letters { get; } = letters;

    /// <summary>Ends when it is committed, or can't be.</summary>
    public Task<Taken> Done => _done.Task;

    public int Size => Events.Count + Letters.Count;

    public void Finish(Taken taken) => _done.TrySetResult(taken);

    public void Fail(Exception error) => _done.TrySetException(error);
}

/// <summary>Who sent it, as it is counted on the ingest page.</summary>
/// <param name="Client">the first words of the User-Agent</param>
internal sealed record Origin(string KeyId, string Client, Population Population, bool IsBackfill);

/// <summary>An event that can be written.</summary>
/// <param name="Id">what it is known by</param>
/// <param name="Index">its place in the request</param>
internal sealed record Incoming(
    string TenantId,
    Guid Id,
    DateTimeOffset At,
    ReportedEvent Said,
    string Raw,
    int Index,
    IReadOnlyList<(string Meter, decimal Value)> Counted
);

/// <summary>An event that can't be, kept to be looked at.</summary>
internal sealed record DeadLetter(string Body, Rejection Why);

/// <param name="Refused">what the database would not take, which only it can know</param>
internal sealed record Taken(int Accepted, int Duplicates, IReadOnlyList<RejectedItem> Refused);
