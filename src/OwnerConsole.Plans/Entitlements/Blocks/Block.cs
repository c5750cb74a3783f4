using OwnerConsole.Data;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>A period in which a tenant is or was blocked on a feature.</summary>
/// <param name="Used">Usage when the block was opened, including reservations.</param>
/// <param name="Ceiling">Amount that claims were checked against.</param>
internal sealed record Block(
    string TenantId,
    string Feature,
    string FeatureId,
    DateTimeOffset PeriodStart,
    BlockCause Cause,
    decimal Used,
    decimal Ceiling,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    bool OpeningNotified,
    bool ClosingNotified
)
{
    /// <returns>Blocks that are not yet logged and notified, oldest first.</returns>
    public static Task<IReadOnlyList<Block>> FindUnpublished(int most, UnitOfWork work) =>
        work.List<Block>(
            """
            select b.tenant_id, b.feature, f.feature_id, b.period_start, b.cause, b.used, b.ceiling, b.opened_at, b.closed_at, b.opening_notified, b.closing_notified
              from entitlements.blocks b
              cross join lateral (select f.feature_id from features.features f where f.key = b.feature order by f.closed_at desc nulls first limit 1) f
             where not b.opening_notified or b.closed_at is not null and not b.closing_notified
             order by b.opened_at, b.tenant_id, b.feature
             limit @most
            """,
            new { most }
        );

    /// <returns>The blocks to notify about. Those notified in the meantime are left out; those closed in the meantime follow next time.</returns>
    public static async Task<IReadOnlyList<Block>> MarkPublished(IReadOnlyList<Block> untold, UnitOfWork work)
    {
        var told = await work.List<long>(
            """
            update entitlements.blocks b set opening_notified = true, closing_notified = t.is_closed
              from unnest(@tenants, @features, @starts, @opened, @closed, @known) with ordinality t(tenant_id, feature, period_start, opened_at, is_closed, is_known, place)
             where b.tenant_id = t.tenant_id and b.feature = t.feature and b.period_start = t.period_start and b.opened_at = t.opened_at
               and b.opening_notified = t.is_known and not b.closing_notified
            returning t.place
            """,
            new
            {
                tenants = untold.Select(block => block.TenantId).ToArray(),
                features = untold.Select(block => block.Feature).ToArray(),
                starts = untold.Select(block => block.PeriodStart).ToArray(),
                opened = untold.Select(block => block.OpenedAt).ToArray(),
                closed = untold.Select(block => block.ClosedAt is not null).ToArray(),
                known = untold.Select(block => block.OpeningNotified).ToArray(),
            }
        );
        return [.. told.Order().Select(place => untold[(int)place - 1])];
    }
}

/// <summary>Why a tenant is blocked.</summary>
public enum BlockCause
{
    /// <summary>Usage exceeds the limit, because the limit was lowered or the application reported more.</summary>
    Exceeded,

    /// <summary>A request for more than was left was refused, and nothing was freed since.</summary>
    Refused,
}
