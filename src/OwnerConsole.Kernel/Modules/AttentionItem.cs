using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>An item that needs attention, shown on the overview.</summary>
/// <param name="Summary">Description in one line.</param>
/// <param name="Address">URL of the page where it can be resolved.</param>
/// <param name="ActionLabel">Text of the link to that page.</param>
/// <param name="MinorUnits">Monthly revenue at stake, in minor units of the reporting currency; 0 for none.</param>
/// <param name="Since">When it started or is due.</param>
public sealed record AttentionItem(Urgency Urgency, string Summary, string Address, string ActionLabel, long MinorUnits = 0, DateTimeOffset? Since = null)
{
    /// <summary>The tenant that it is about; null if it is about the platform or several tenants.</summary>
    public string? TenantId { get; init; }

    /// <summary>Number of things that it summarises, such as failed jobs.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The description without amounts, for people from whom money is hidden; null if <see cref="Summary"/> has none.</summary>
    public string? SummaryWithoutMoney { get; init; }

    /// <summary>Operation that resolves it; null if a person must look at the page first.</summary>
    public NeededAction? Action { get; init; }
}

/// <summary>How soon an item needs attention.</summary>
public enum Urgency
{
    /// <summary>Something is being lost or blocked until someone acts.</summary>
    Now,
    Today,
    ThisWeek,
}

/// <summary>Items of a module that need attention.</summary>
public interface IAttentionSource
{
    /// <summary>Permission required to see the items.</summary>
    string Permission { get; }

    /// <summary>Returns the most urgent items, and how many there are in total.</summary>
    Task<AttentionList> Find(Mode mode, UnitOfWork work);

    /// <summary>Statement that returns tenant_id and urgency (the number of an <see cref="Urgency"/>) of all tenants of <c>@mode</c> with an item; null if there are none.</summary>
    /// <remarks>The directory lists these tenants first.</remarks>
    string? UrgentTenants => null;

    /// <summary>Returns everything about one tenant that needs attention.</summary>
    /// <remarks>Sources about the platform have none.</remarks>
    Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Mode mode, UnitOfWork work) => Task.FromResult<IReadOnlyList<AttentionItem>>([]);
}
