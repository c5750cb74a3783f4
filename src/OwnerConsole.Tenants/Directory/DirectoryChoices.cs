using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Filters of the tenant directory: status, plan, last activity, tags and reported attributes.</summary>
public static class DirectoryChoices
{
    private static readonly ListFilter s_status = ListFilter.Of<TenantStatus>("status", "Status", StatusBadge.Word) with
    {
        IsInMenu = false, // shown as tabs
    };

    private static readonly ListFilter s_version = new("version", "Plan version")
    {
        IsNumber = true,
        IsInMenu = false, // set by the link on a plan's page
    };

    private static readonly ListFilter s_activity = new(
        "activity",
        "Last activity",
        [("week", "Last 7 days"), ("month", "Last 30 days"), ("quiet", "More than 30 days ago"), ("never", "Never")]
    );

    /// <summary>All filters with their current options.</summary>
    /// <param name="declared">Attributes that the application has declared.</param>
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

    /// <summary>The filters set in the URL, with their labels. Reads nothing from the database.</summary>
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

    /// <summary>Numbers and dates get one field for each end of the range; booleans and choices get a list of options.</summary>
    private static IEnumerable<ListFilter> OfAttribute(string name, IReadOnlyList<AttributeReport> declared, ListAddress address)
    {
        var report = declared.FirstOrDefault(one => one.Name == name);
        var value = new ListFilter(AttributeFilter.Of(name), report?.Title ?? Said(name));
        ListFilter To(AttributeBound bound, string word) =>
            new(AttributeFilter.Of(name, bound), $"{value.Label}, {word}")
            {
                IsNumber = report?.Type is AttributeType.Number,
                IsDay = report?.Type is AttributeType.Date,
                // An attribute without a declared type can be filtered only by URL, so it appears only while it is set.
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

    /// <summary>The label of an attribute without a declared title: <c>company_size</c> becomes Company size.</summary>
    private static string Said(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
