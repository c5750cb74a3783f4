using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Copy of a limit in the row of a period.</summary>
/// <param name="Ceiling">Ceiling without the credits spent in the period, which the row adds itself; null if there is none.</param>
/// <param name="Included">Usage beyond this amount is paid from credits; null, like the next, if there are none.</param>
/// <param name="Credited">Total credits of this period: spent and left.</param>
internal sealed record LimitSnapshot(decimal? Ceiling, decimal? Included, decimal? Credited, DateTimeOffset? UntilAt)
{
    /// <summary>Creates the copy. If there are credits, locks the row of the period and then the credits, so that both stay unchanged until the
    /// end of the transaction.</summary>
    public static async Task<LimitSnapshot> Of(FeatureEntitlement entitled, string tenantId, DateTimeOffset starts, DateTimeOffset ends, UnitOfWork work)
    {
        if (entitled.Credits == 0)
            return new(entitled.Ceiling, null, null, entitled.UntilAt);
        var feature = entitled.Feature;
        var row = new
        {
            tenantId,
            feature = feature.Key,
            periodStart = starts,
            ends,
            feature.Kind,
            feature.Decimals,
        };
        await work.Execute(
            """
            insert into entitlements.usage (tenant_id, feature, period_start, period_end, kind, decimals, limit_until, revision)
            values (@tenantId, @feature, @periodStart, @ends, @Kind, @Decimals, now(), -1)
            on conflict do nothing
            """,
            row
        );
        var (used, burnt) = (
            await work.One<UsedRow>($"select u.used, u.burnt from entitlements.usage u where {FeatureUsage.IsThisRow} for no key update", row)
        )!; // The row was created above.
        var left = await work.One<RemainingRow>(
            $"""
            with taken as (
              select c.amount - c.spent as rest, c.expires_at
                from entitlements.credits c
               where c.tenant_id = @tenantId and c.feature = @feature and {RemainingCredit.IsUsable}
               order by {RemainingCredit.Order}
                 for no key update of c)
            select coalesce(sum(t.rest), 0) as rest, min(t.expires_at) as ends_at from taken t
            """,
            row
        );
        var now = entitled.With(new(feature.Key, left!.Rest, left.EndsAt)); // An aggregate always returns a row.
        return left.Rest == 0
            ? new(now.Ceiling, null, null, now.UntilAt)
            : new(now.CeilingAt(used, burnt) - burnt, now.Included(used, burnt), left.Rest + burnt, now.UntilAt);
    }

    private sealed record UsedRow(decimal Used, decimal Burnt);

    private sealed record RemainingRow(decimal Rest, DateTimeOffset? EndsAt);
}
