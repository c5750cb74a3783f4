using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>What the directory can be narrowed by: the plans that are held, the tags that were given, the attributes that were reported.</summary>
public static class DirectoryChoices
{
    private const int Most = 100;

    private static readonly ListFilter s_status = ListFilter.Of<TenantStatus>("status", "Status", StatusBadge.Word) with
    {
        IsInMenu = false, // the tabs
    };

    private static readonly ListFilter s_activity = new(
        "activity",
        "Last activity",
        [("week", "In 7 days"), ("month", "In 30 days"), ("quiet", "Not for 30 days"), ("never", "Never")]
    );

    /// <summary>Everything that can be chosen now.</summary>
    public static async Task<IReadOnlyList<ListFilter>> Find(Work work)
    {
        var plans = await work.Distinct("core.plan_items", "plan", "to_at is null", Most);
        var tags = await Tagged.Words(Most, work);
        var attributes = await work.Distinct("core.attributes", "name", "to_at is null", Most);
        return
        [
            s_status,
            .. plans.Count == 0 ? [] : new[] { new ListFilter("plan", "Plan", Same(plans)) },
            s_activity,
            .. tags.Count == 0 ? [] : new[] { new ListFilter("tag", "Tag", Same(tags)) },
            .. attributes.Select(Attribute),
        ];
    }

    /// <summary>What an address is narrowed by, with its words; nothing is read for it.</summary>
    public static IReadOnlyList<ListFilter> Set(ListAddress address) =>
        [
            s_status,
            new("plan", "Plan"),
            s_activity,
            new("tag", "Tag"),
            .. address.Filters.Select(part => TenantFilter.AttributeOf(part.Key)).OfType<string>().Select(Attribute),
        ];

    private static ListFilter Attribute(string name) => new(TenantFilter.Of(name), Said(name));

    private static List<(string, string)> Same(IReadOnlyList<string> words) => [.. words.Select(word => (word, word))];

    /// <summary>A name of the application's, as a label: <c>company_size</c> is Company size.</summary>
    private static string Said(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
