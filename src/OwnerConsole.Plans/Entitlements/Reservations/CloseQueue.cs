namespace OwnerConsole.Plans.Entitlements.Reservations;

/// <summary>Closes reservations of one row together. Requests that arrive while others are being closed wait for the next batch, which locks the
/// /// row once for all of them.</summary>
/// <param name="close">Answers or fails each of them; never throws.</param>
internal sealed class CloseQueue(Func<IReadOnlyList<PendingClose>, Task> close)
{
    /// <summary>Maximum number of reservations closed together.</summary>
    private const int MaxBatchSize = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string TenantId, string Feature, DateTimeOffset PeriodStart), Queue<PendingClose>> _queues = [];

    public Task<Reservation> Enqueue(PendingClose one)
    {
        lock (_lock)
            if (!_queues.TryGetValue(one.Row, out var line))
            {
                _queues.Add(one.Row, line = new([one]));
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = Serve(one.Row, line), null); // Runs without the caller's execution context.
            }
            else
                line.Enqueue(one);
        return one.Answer;
    }

    private async Task Serve((string, string, DateTimeOffset) row, Queue<PendingClose> line)
    {
        while (Dequeue(row, line) is { Count: > 0 } some)
            await close(some);
    }

    /// <returns>The next batch; empty if none is waiting, and then the queue is removed.</returns>
    private List<PendingClose> Dequeue((string, string, DateTimeOffset) row, Queue<PendingClose> line)
    {
        var some = new List<PendingClose>();
        lock (_lock)
        {
            while (some.Count < MaxBatchSize && line.TryDequeue(out var one))
                some.Add(one);
            if (some.Count == 0)
                _queues.Remove(row);
        }
        return some;
    }
}

/// <summary>A reservation to be closed, and the caller that waits for it.</summary>
/// <param name="Used">Amount that was used; null if all of it is released.</param>
internal sealed record PendingClose(Reservation Held, decimal? Used)
{
    private readonly TaskCompletionSource<Reservation> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public (string TenantId, string Feature, DateTimeOffset PeriodStart) Row => (Held.TenantId, Held.Feature, Held.PeriodStart);

    public bool FitsReservation => Used is null || Used <= Held.Amount;

    public Task<Reservation> Answer => _answer.Task;

    public void Complete(Reservation closed) => _answer.TrySetResult(closed);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
