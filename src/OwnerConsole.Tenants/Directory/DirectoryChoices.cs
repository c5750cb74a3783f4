using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>What the directory can be narrowed by: the plans that are held, the tags that were given, the attributes that were reported.</summary>
public static class DirectoryChoices
{
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
    /// <param name="titles">of attributes that the application declares, by their names</param>
    public static async Task<IReadOnlyList<ListFilter>> Find(
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyDictionary<string, string> titles,
        Work work
    )
    {
        var plans = await PlanHoldings.Held(ListFilter.MostOptions, work);
        var tags = await Tagged.Words(ListFilter.MostOptions, work);
        var attributes = await work.Distinct("core.attributes", "name", "to_at is null", ListFilter.MostOptions);
        return
        [
            s_status,
            .. plans.Count == 0 ? [] : new[] { ListFilter.OfPlans(plans, planNames) },
            s_activity,
            .. tags.Count == 0 ? [] : new[] { ListFilter.OfTexts("tag", "Tag", tags) },
            .. attributes.Select(name => Attribute(name, titles)),
        ];
    }

    /// <summary>What an address is narrowed by, with its words; nothing is read for it.</summary>
    public static IReadOnlyList<ListFilter> Set(
        ListAddress address,
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyDictionary<string, string> titles
    ) =>
        [
            s_status,
            ListFilter.OfPlans(planNames.Keys, planNames),
            s_activity,
            new("tag", "Tag"),
            .. address.Filters.Select(part => TenantFilter.AttributeOf(part.Key)).OfType<string>().Select(name => Attribute(name, titles)),
        ];

    private static ListFilter Attribute(string name, IReadOnlyDictionary<string, string> titles) =>
        new(TenantFilter.Of(name), titles.GetValueOrDefault(name) ?? Said(name));

    /// <summary>A name of the application's, as a label: <c>company_size</c> is Company size.</summary>
    private static string Said(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
