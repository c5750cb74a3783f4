namespace OwnerConsole.Client;

/// <summary>What is held until it is used. What was not committed is given back when it is disposed of, and by itself when its time is over.</summary>
public sealed class Room : IAsyncDisposable
{
    private readonly Limits _limits;
    private readonly Hold _hold;
    private bool _isClosed;

    internal Room(Limits limits, Hold hold, LimitAnswer answer) => (_limits, _hold, _isClosed, Answer) = (limits, hold, hold.Id is null, answer);

    /// <summary>Whether there is room: look at it before you begin.</summary>
    public LimitAnswer Answer { get; }

    /// <summary>When it gives itself back; null where nothing is held.</summary>
    public DateTimeOffset? ExpiresAt => _hold.ExpiresAt;

    /// <summary>Counts what was used of it and gives back the rest. Said again after a failure it is counted once.</summary>
    /// <param name="amount">0 or more, also more than was held; all of it when it isn't said</param>
    /// <returns>a refusal where more was used than was held and the rest doesn't fit: then all of it stays held</returns>
    /// <exception cref="InvalidOperationException">there was no room</exception>
    /// <exception cref="RefusedException"><c>reservation_expired</c>: nothing is held any more; count what was used by <see cref="Limits.Consume"/></exception>
    /// <exception cref="HttpRequestException">the console is away; it is held until its time is over</exception>
    public async Task<LimitAnswer> Commit(decimal? amount = null, CancellationToken stop = default)
    {
        if (!Answer.IsGranted)
            throw new InvalidOperationException("Nothing is held: look at Answer before you begin.");
        if (_hold.Id is null) // nobody could be asked for it
            return amount is 0 ? Answer : await _limits.Consume(_hold.Tenant, _hold.Feature, amount ?? _hold.Amount, _hold.Key + "/used", stop);
        _isClosed = true; // what may have been counted is not given back
        var answer = await _limits.Commit(_hold, amount, stop);
        _isClosed = answer.IsGranted;
        return answer;
    }

    /// <summary>Gives back what was not committed. Where the console is away, it gives itself back when its time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        await _limits.Release(_hold);
    }
}

/// <param name="Id">null where nothing is held: it was refused, or the console could not be asked</param>
internal sealed record Hold(string Tenant, string Feature, decimal Amount, string Key, string? Id, DateTimeOffset? ExpiresAt);
