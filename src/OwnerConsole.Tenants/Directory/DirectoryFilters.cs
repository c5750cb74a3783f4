using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Filters of the tenant directory: status, plan, last activity, tags and reported attributes.</summary>
public static class DirectoryFilters
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
    public static async Task<IReadOnlyList<ListFilter>> FindAll(
        ListAddress address,
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyList<AttributeReport> declared,
        UnitOfWork work
    )
    {
        var plans = await TenantPlanItems.ListSubscribedPlans(ListFilter.MaxOptions, work);
        var tags = await TagSql.FindTags(ListFilter.MaxOptions, work);
        var attributes = await work.Distinct("core.attributes", "name", "to_at is null", ListFilter.MaxOptions);
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
    public static IReadOnlyList<ListFilter> FindSelected(
        ListAddress address,
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyList<AttributeReport> declared
    ) =>
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
        var report = declared.FirstOrDefault(attributeReport => attributeReport.Name == name);
        var value = new ListFilter(AttributeFilter.Of(name), report?.Title ?? Label(name));
        ListFilter To(AttributeBound bound, string word) =>
            new(AttributeFilter.Of(name, bound), $"{value.Label}, {word}")
            {
                IsNumber = report?.Type is AttributeValueType.Number,
                IsDay = report?.Type is AttributeValueType.Date,
                // An attribute without a declared type can be filtered only by URL, so it appears only while it is set.
                IsInMenu = report?.Type is AttributeValueType.Number or AttributeValueType.Date,
            };
        var isRange = report?.Type is AttributeValueType.Number or AttributeValueType.Date;
        yield return report?.Type switch
        {
            null when name == "country" => value with { Options = [.. Country.All], IsSearched = true },
            AttributeValueType.Boolean => value with { Options = [("true", "Yes"), ("false", "No")] },
            AttributeValueType.Choice => ListFilter.OfTexts(value.Name, value.Label, report.Choices ?? []),
            _ => value with { IsInMenu = !isRange || address[value.Name] is not null },
        };
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.From)] is not null)
            yield return To(AttributeBound.From, "from");
        if (isRange || address[AttributeFilter.Of(name, AttributeBound.To)] is not null)
            yield return To(AttributeBound.To, "to");
    }

    /// <summary>The label of an attribute without a declared title: <c>company_size</c> becomes Company size.</summary>
    private static string Label(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
