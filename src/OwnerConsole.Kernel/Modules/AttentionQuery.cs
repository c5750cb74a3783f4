using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>Items that one statement reads: the first ones of all tenants with their total, or those of one tenant.</summary>
/// <param name="rows">SQL of all rows in the mode <c>@mode</c>, with the column <c>tenant_id</c>.</param>
/// <param name="order">Columns of the rows in SQL by which they are ordered, most urgent first.</param>
/// <param name="toItem">Returns the item of a row.</param>
/// <param name="kind">Name of the items in the plural.</param>
/// <param name="address">Address of the list of all items.</param>
public sealed class AttentionQuery<TRow>(string rows, string order, Func<TRow, AttentionItem> toItem, string kind, string address)
    where TRow : IAttentionRow
{
    /// <summary>Number of items of one tenant that are listed at most.</summary>
    public int MaxOfTenant { get; init; } = 1;

    public async Task<AttentionList> Find(Mode mode, UnitOfWork work)
    {
        var found = await Read(null, mode, AttentionList.MaxListed, work);
        return AttentionList.OfFirst([.. found.Select(toItem)], found is [var first, ..] ? (int)first.Total : 0, kind, address);
    }

    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) =>
        [.. (await Read(tenantId, mode, MaxOfTenant, work)).Select(toItem)];

    private Task<IReadOnlyList<TRow>> Read(string? tenantId, Mode mode, int most, UnitOfWork work) =>
        work.List<TRow>(
            $"""
            select q.*, count(*) over () as total
              from ({rows}) q
             where @tenantId::text is null or q.tenant_id = @tenantId
             order by {order}
             limit @most
            """,
            new
            {
                tenantId,
                mode,
                most,
            }
        );
}

/// <summary>A row of an <see cref="AttentionQuery{TRow}"/>.</summary>
public interface IAttentionRow
{
    /// <summary>Number of all rows, including those that weren't read.</summary>
    long Total { get; }
}
