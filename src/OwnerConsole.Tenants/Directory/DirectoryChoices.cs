using OwnerConsole.Kernel.Applications;
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

    private static readonly ListFilter s_version = new("version", "Plan version")
    {
        IsNumber = true,
        IsInMenu = false, // a plan's page leads here
    };

    private static readonly ListFilter s_activity = new(
        "activity",
        "Last activity",
        [("week", "In 7 days"), ("month", "In 30 days"), ("quiet", "Not for 30 days"), ("never", "Never")]
    );

    /// <summary>Everything that can be chosen now.</summary>
    /// <param name="declared">attributes that the application says what they are</param>
    public static async Task<IReadOnlyList<ListFilter>> Find(
        ListAddress address,
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyList<AttributeReport> declared,
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
            s_version,
            s_activity,
            .. tags.Count == 0 ? [] : new[] { ListFilter.OfTexts("tag", "Tag", tags) },
            .. attributes.SelectMany(name => OfAttribute(name, declared, address)),
        ];
    }

    /// <summary>What an address is narrowed by, with its words; nothing is read for it.</summary>
    public static IReadOnlyList<ListFilter> Set(ListAddress address, IReadOnlyDictionary<string, string> planNames, IReadOnlyList<AttributeReport> declared) =>
        [
            s_status,
            ListFilter.OfPlans(planNames.Keys, planNames),
            s_version,
            s_activity,
            new("tag", "Tag"),
            .. address
                .Filters.Select(part => AttributeFilter.NameOf(part.Key))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .SelectMany(name => OfAttribute(name, declared, address)),
        ];

    /// <summary>What can be compared has a field for each end; what is known to be one of a few is chosen.</summary>
    private static IEnumerable<ListFilter> OfAttribute(string name, IReadOnlyList<AttributeReport> declared, ListAddress address)
    {
        var report = declared.FirstOrDefault(one => one.Name == name);
        var value = new ListFilter(AttributeFilter.Of(name), report?.Title ?? Said(name));
        ListFilter To(AttributeBound bound, string word) =>
            new(AttributeFilter.Of(name, bound), $"{value.Label}, {word}")
            {
                IsNumber = report?.Type is AttributeType.Number,
                IsDay = report?.Type is AttributeType.Date,
                // of no declared type it can be compared by an address, and is shown where it is
                IsInMenu = report?.Type is AttributeType.Number or AttributeType.Date,
            };
        var isRange = report?.Type is AttributeType.Number or AttributeType.Date;
        yield return report?.Type switch
        {
            AttributeType.Boolean => value with { Options = [("true", "Yes"), ("false", "No")] },
            AttributeType.Choice => ListFilter.OfTexts(value.Name, value.Label, report.Choices ?? []),
            _ => value with { IsInMenu = !isRange || address[value.Name] is not null },
        };
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.From)] is not null)
            yield return To(AttributeBound.From, "from");
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.To)] is not null)
            yield return To(AttributeBound.To, "to");
    }

    /// <summary>A name of the application's, as a label: <c>company_size</c> is Company size.</summary>
    private static string Said(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
