using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>An item that needs attention, shown on the overview.</summary>
/// <param name="Summary">Description in one line.</param>
/// <param name="Address">URL of the page where it can be resolved.</param>
/// <param name="ActionLabel">Text of the link to that page.</param>
/// <param name="MinorUnits">Monthly revenue at stake, in minor units of the reporting currency; 0 for none.</param>
/// <param name="Since">When it started or is due.</param>
public sealed record AttentionItem(Urgency Urgency, string Summary, string Address, string ActionLabel, long MinorUnits = 0, DateTimeOffset? Since = null);

/// <summary>How soon an item needs attention.</summary>
public enum Urgency
{
    /// <summary>Something is being lost or blocked until someone acts.</summary>
    Now,
    Today,
    ThisWeek,
}

/// <summary>Items of a module that need attention. Every page asks for them, so it must be cheap.</summary>
public interface IAttentionSource
{
    /// <summary>Permission required to see the items.</summary>
    string Permission { get; }

    Task<IReadOnlyList<AttentionItem>> Find(Mode mode, UnitOfWork work);
}
