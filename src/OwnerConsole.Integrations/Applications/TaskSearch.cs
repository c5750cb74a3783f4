using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Integrations.Applications;

/// <summary>Resolves a search text to tenants, kinds and ids before tasks are read, so that the task query can use indexes.</summary>
/// <param name="Kinds">Operation names that contain the text.</param>
/// <param name="Ids">Ids of tasks or of their subjects.</param>
/// <param name="IsCut">True when more than 50 tenants match; only the first 50 are searched.</param>
public sealed record TaskSearch(IReadOnlyList<string> Tenants, IReadOnlyList<string> Kinds, IReadOnlyList<string> Ids, bool IsCut)
{
    /// <summary>Maximum number of tenants that a search covers.</summary>
    public const int MaxMatches = 50;

    /// <summary>Well above the maximum of 100 operations per application.</summary>
    private const int MaxKinds = 500;

    public static async Task<TaskSearch> Find(string text, Caller caller, UnitOfWork work)
    {
        var tenants = await TenantSearch.Find(text, caller.Mode, caller.OnlyTenant, MaxMatches + 1, work);
        var kinds = await work.Distinct("core.tasks", "kind", "true", MaxKinds);
        return new(tenants, [.. kinds.Where(kind => kind.Contains(text, StringComparison.OrdinalIgnoreCase))], [text], tenants.Count > MaxMatches);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("t.tenant_id", "tenants"), new("t.kind", "kinds", Kinds.Count), new("t.task_id", "ids"), new("t.subject_id", "ids")];
}
