namespace OwnerConsole.Tenants.Entitlements;

/// <summary>Closes reservations of one row together. Requests that arrive while others are being closed wait for the next batch, which locks the
/// /// row once for all of them.</summary>
/// <param name="close">Answers or fails each of them; never throws.</param>
internal sealed class Closings(Func<IReadOnlyList<Closing>, Task> close)
{
    /// <summary>Maximum number of reservations closed together.</summary>
    private const int Most = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string TenantId, string Feature, DateTimeOffset PeriodStart), Queue<Closing>> _lines = [];

    public Task<Reservation> Ask(Closing one)
    {
        lock (_lock)
            if (!_lines.TryGetValue(one.Row, out var line))
            {
                _lines.Add(one.Row, line = new([one]));
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = Serve(one.Row, line), null); // Runs without the caller's execution context.
            }
            else
                line.Enqueue(one);
        return one.Answer;
    }

    private async Task Serve((string, string, DateTimeOffset) row, Queue<Closing> line)
    {
        while (Next(row, line) is { Count: > 0 } some)
            await close(some);
    }

    /// <returns>The next batch; empty if none is waiting, and then the queue is removed.</returns>
    private List<Closing> Next((string, string, DateTimeOffset) row, Queue<Closing> line)
    {
        var some = new List<Closing>();
        lock (_lock)
        {
            while (some.Count < Most && line.TryDequeue(out var one))
                some.Add(one);
            if (some.Count == 0)
                _lines.Remove(row);
        }
        return some;
    }
}

/// <summary>A reservation to be closed, and the caller that waits for it.</summary>
/// <param name="Used">Amount that was used; null if all of it is released.</param>
internal sealed record Closing(Reservation Held, decimal? Used)
{
    private readonly TaskCompletionSource<Reservation> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public (string TenantId, string Feature, DateTimeOffset PeriodStart) Row => (Held.TenantId, Held.Feature, Held.PeriodStart);

    public bool FitsWhatIsHeld => Used is null || Used <= Held.Amount;

    public Task<Reservation> Answer => _answer.Task;

    public void Say(Reservation closed) => _answer.TrySetResult(closed);

    public void Fail(Exception why) => _answer.TrySetException(why);
}
