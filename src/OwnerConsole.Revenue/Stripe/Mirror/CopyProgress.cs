using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Progress of the copy of existing objects of one type.</summary>
/// <param name="Type">Stripe's name of the type.</param>
/// <param name="Objects">Objects that were read.</param>
/// <param name="ObjectsPerSecond">Average speed; null before the first page.</param>
/// <param name="SecondsLeft">Estimated time until the type is complete; null if it can't be estimated, because Stripe doesn't say how many objects there are.</param>
/// <param name="Error">Why the last request failed; null after a success.</param>
public sealed record CopyProgress(string Type, long Objects, CopyState State, double? ObjectsPerSecond, int? SecondsLeft, string? Error)
{
    /// <summary>Part of the time span that must be read before the rest is estimated.</summary>
    private const double MinShare = 0.05;

    /// <summary>Objects that must be read before the rest is estimated: the first five pages.</summary>
    private const int MinObjects = 5 * StripeReader.PageSize;

    /// <returns>All types in the order in which they are read; empty before the first check of the connection.</returns>
    public static async Task<IReadOnlyList<CopyProgress>> List(Mode mode, string? accountId, UnitOfWork work) =>
        accountId is null
            ? []
            :
            [
                .. (
                    await work.List<CopyRow>(
                        """
                        select b.type, b.objects, b.began_at, b.first_created_at, b.last_created_at, b.completed_at, b.error, clock_timestamp() as now,
                               (select c.last_created_at from stripe.backfills c
                                 where c.tenant_id = b.tenant_id and c.account_id = b.account_id and c.mode = b.mode and c.type = 'customer'
                                   and c.place < b.place and c.completed_at is not null) as oldest_at
                          from stripe.backfills b
                         where b.tenant_id = 'tnt_platform' and b.account_id = @accountId and b.mode = @mode
                         order by b.place
                        """,
                        new { accountId, mode }
                    )
                ).Select(Of),
            ];

    public static CopyProgress Of(CopyRow row)
    {
        var state =
            row.CompletedAt is not null ? CopyState.Complete
            : row.Error is not null ? CopyState.Failing
            : row.BeganAt is not null ? CopyState.Reading
            : CopyState.Waiting;
        var elapsed = (row.CompletedAt ?? row.Now) - row.BeganAt;
        return new(
            row.Type,
            row.Objects,
            state,
            elapsed is { TotalSeconds: > 0 } ? row.Objects / elapsed.Value.TotalSeconds : null,
            state is CopyState.Reading && elapsed is { } past ? Estimate(row, past) : null,
            row.Error
        );
    }

    /// <remarks>
    /// Objects are read newest first, and none is older than the first customer. So the rest takes as long for its time span as what was read,
    /// provided that objects were created at an even rate.
    /// </remarks>
    private static int? Estimate(CopyRow row, TimeSpan elapsed)
    {
        if (row is not { FirstCreatedAt: { } first, LastCreatedAt: { } last, OldestAt: { } oldest } || row.Objects < MinObjects)
            return null;
        var (read, left) = (first - last, last - oldest);
        return left <= TimeSpan.Zero || read < MinShare * (read + left) ? null : (int)Math.Min(elapsed.TotalSeconds * (left / read), int.MaxValue);
    }
}

/// <summary>Facts about the copy of one type.</summary>
/// <param name="BeganAt">Time of the first page; null before it.</param>
/// <param name="FirstCreatedAt">Creation of the newest object that was read.</param>
/// <param name="LastCreatedAt">Creation of the oldest object that was read.</param>
/// <param name="OldestAt">Creation of the first customer; null until all customers are read, and for types that are read before customers.</param>
public sealed record CopyRow(
    string Type,
    long Objects,
    DateTimeOffset? BeganAt,
    DateTimeOffset? FirstCreatedAt,
    DateTimeOffset? LastCreatedAt,
    DateTimeOffset? CompletedAt,
    string? Error,
    DateTimeOffset Now,
    DateTimeOffset? OldestAt
);

/// <summary>State of the copy of one type.</summary>
public enum CopyState
{
    /// <summary>Other types are read first.</summary>
    Waiting,

    Reading,

    /// <summary>The last request failed and is repeated every minute.</summary>
    Failing,

    Complete,
}
