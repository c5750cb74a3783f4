namespace OwnerConsole.Client;

/// <summary>A reservation. Amounts that are not committed are released when it is disposed of or expires.</summary>
public sealed class Reservation : IAsyncDisposable
{
    private readonly Limits _limits;
    private readonly ReservationHandle _hold;
    private bool _isClosed;

    internal Reservation(Limits limits, ReservationHandle hold, LimitResult answer) =>
        (_limits, _hold, _isClosed, Answer) = (limits, hold, hold.Id is null, answer);

    /// <summary>Whether the amount is reserved: check it before you start.</summary>
    public LimitResult Answer { get; }

    /// <summary>Time at which the reservation expires; null if nothing is reserved.</summary>
    public DateTimeOffset? ExpiresAt => _hold.ExpiresAt;

    /// <summary>Counts the used amount and releases the rest. A retry after a failure counts it once.</summary>
    /// <param name="amount">Amount of zero or more, which may exceed the reservation; all of it if omitted.</param>
    /// <returns>A refusal if the amount exceeds the reservation and the limit; the reservation is then kept.</returns>
    /// <exception cref="InvalidOperationException">Nothing is reserved.</exception>
    /// <exception cref="RefusedException"><c>reservation_expired</c>: the reservation no longer exists; count the usage with <see cref="Limits.Consume"/>.</exception>
    /// <exception cref="HttpRequestException">The console is unreachable; the reservation is kept until it expires.</exception>
    public async Task<LimitResult> Commit(decimal? amount = null, CancellationToken stop = default)
    {
        if (!Answer.IsGranted)
            throw new InvalidOperationException("Nothing is reserved. Check Answer before you start.");
        if (_hold.Id is null) // the console was unreachable
            return amount is 0 ? Answer : await _limits.Consume(_hold.Tenant, _hold.Feature, amount ?? _hold.Amount, _hold.Key + "/used", stop);
        _isClosed = true; // usage that may have been counted is not released
        var answer = await _limits.Commit(_hold, amount, stop);
        _isClosed = answer.IsGranted;
        return answer;
    }

    /// <summary>Releases what was not committed. If the console is unreachable, the reservation expires.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        await _limits.Release(_hold);
    }
}

/// <param name="Id">Null if nothing is reserved because it was refused or the console was unreachable.</param>
internal sealed record ReservationHandle(string Tenant, string Feature, decimal Amount, string Key, string? Id, DateTimeOffset? ExpiresAt);
