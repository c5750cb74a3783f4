using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>What the row of a period keeps of a limit.</summary>
/// <param name="Ceiling">without what was burnt in the period, which the row adds itself; null for no end</param>
/// <param name="Included">used beyond it is burnt from credits; null, as the next, where there are none</param>
/// <param name="Credited">what was burnt, and what is left</param>
internal sealed record LimitCopy(decimal? Ceiling, decimal? Included, decimal? Credited, DateTimeOffset? UntilAt)
{
    /// <summary>Where there are credits, takes the row of the period and then them, so that what is read of both stays so until the end of this work.</summary>
    public static async Task<LimitCopy> Of(Entitled entitled, string tenantId, DateTimeOffset starts, DateTimeOffset ends, Work work)
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
        await work.Do(
            """
            insert into entitlements.usage (tenant_id, feature, period_start, period_end, kind, decimals, limit_until, revision)
            values (@tenantId, @feature, @periodStart, @ends, @Kind, @Decimals, now(), -1)
            on conflict do nothing
            """,
            row
        );
        var (used, burnt) = (await work.One<Stands>($"select u.used, u.burnt from entitlements.usage u where {Usage.Same} for no key update", row))!; // it was made
        var left = await work.One<Left>(
            $"""
            with taken as (
              select c.amount - c.spent as rest, c.expires_at
                from entitlements.credits c
               where c.tenant_id = @tenantId and c.feature = @feature and {CreditLeft.IsUsable}
               order by {CreditLeft.Order}
                 for no key update of c)
            select coalesce(sum(t.rest), 0) as rest, min(t.expires_at) as ends_at from taken t
            """,
            row
        );
        var now = entitled.With(new(feature.Key, left!.Rest, left.EndsAt)); // a sum answers a row
        return left.Rest == 0
            ? new(now.Ceiling, null, null, now.UntilAt)
            : new(now.CeilingAt(used, burnt) - burnt, now.Included(used, burnt), left.Rest + burnt, now.UntilAt);
    }

    private sealed record Stands(decimal Used, decimal Burnt);

    private sealed record Left(decimal Rest, DateTimeOffset? EndsAt);
}
