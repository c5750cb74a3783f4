using OwnerConsole.Kernel.Data;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Directory;

/// <summary>What the directory can be narrowed by: the plans that are held, the tags that were given, the attributes that were reported.</summary>
public static class DirectoryChoices
{
    private const int Most = 100;

    public static async Task<IReadOnlyList<ListFilter>> Find(Work work)
    {
        var plans = await work.Distinct("core.plan_items", "plan", "to_at is null", Most);
        var tags = await Tagged.Words(Most, work);
        var attributes = await work.Distinct("core.attributes", "name", "to_at is null", Most);
        return
        [
            .. plans.Count == 0 ? [] : new[] { new ListFilter("plan", "Plan", Same(plans)) },
            new("activity", "Last activity", [("week", "In 7 days"), ("month", "In 30 days"), ("quiet", "Not for 30 days"), ("never", "Never")]),
            .. tags.Count == 0 ? [] : new[] { new ListFilter("tag", "Tag", Same(tags)) },
            .. attributes.Select(name => new ListFilter(TenantFilter.Of(name), Said(name))),
        ];
    }

    private static List<(string, string)> Same(IReadOnlyList<string> words) => [.. words.Select(word => (word, word))];

    /// <summary>A name of the application's, as a label: <c>company_size</c> is Company size.</summary>
    private static string Said(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
