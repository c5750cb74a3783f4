using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Applications;

/// <summary>What a text means among tasks. It is looked up where each name is kept once, so that no task is read for it.</summary>
/// <param name="Kinds">names of operations</param>
/// <param name="Ids">of tasks or of their subjects</param>
/// <param name="IsCut">more tenants are called so than are searched for</param>
public sealed record SoughtTasks(IReadOnlyList<string> Tenants, IReadOnlyList<string> Kinds, IReadOnlyList<string> Ids, bool IsCut)
{
    /// <summary>Of tenants.</summary>
    public const int Most = 50;

    /// <summary>An application declares a hundred operations at most.</summary>
    private const int MostKinds = 500;

    public static async Task<SoughtTasks> Find(string text, Caller caller, Work work)
    {
        var tenants = await NamedTenants.Find(text, caller.Population, caller.OnlyTenant, Most + 1, work);
        var kinds = await work.Distinct("core.tasks", "kind", "true", MostKinds);
        return new(tenants, [.. kinds.Where(kind => kind.Contains(text, StringComparison.OrdinalIgnoreCase))], [text], tenants.Count > Most);
    }

    internal IReadOnlyList<AnyOf> Any =>
        [new("t.tenant_id", "tenants"), new("t.kind", "kinds", Kinds.Count), new("t.task_id", "ids"), new("t.subject_id", "ids")];
}
