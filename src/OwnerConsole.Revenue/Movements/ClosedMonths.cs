using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Ends of the closed months. Months that were closed in another reporting currency are open in the current one.</summary>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Zone">Time zone in which months start.</param>
/// <param name="Reporting">End of the last month closed in it; null if there is none.</param>
/// <param name="Other">End of the last closed month, for movements in other currencies.</param>
internal sealed record ClosedMonths(string Currency, string Zone, DateTimeOffset? Reporting, DateTimeOffset? Other)
{
    /// <summary>End of the closed months for a row <c>m</c> of movements, with the members as parameters.</summary>
    public const string Until = "coalesce(case when m.currency = @Currency then @Reporting else @Other end, '-infinity')";

    /// <summary>Keeps others from writing movements, and from closing and restating months, until the unit of work ends.</summary>
    /// <remarks>Locked first, so that there are no deadlocks and what is read next isn't older than what it waited for.</remarks>
    public static Task Lock(UnitOfWork work) => work.Execute("select 1 from movements.settings for no key update");

    public static async Task<ClosedMonths> Find(UnitOfWork work) =>
        (
            await work.One<ClosedMonths>(
                """
                select r.currency, r.zone, max(c.until_at) filter (where c.currency = r.currency) as reporting, max(c.until_at) as other
                  from core.reporting r left join movements.closings c on c.closed_by is null
                 group by r.currency, r.zone
                """
            )
        )!; // core.reporting always has one row
}
