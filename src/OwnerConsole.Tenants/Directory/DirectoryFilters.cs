using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory.Public;
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
            .. attributes.SelectMany(name => AttributeFilters.Of(name, declared, address)),
        ];
    }

    /// <summary>The filters set in the URL, with their labels. Reads nothing from the database.</summary>
    public static IReadOnlyList<ListFilter> FindSelected(
        ListAddress address,
        IReadOnlyDictionary<string, string> planNames,
        IReadOnlyList<AttributeReport> declared
    ) => [s_status, ListFilter.OfPlans(planNames.Keys, planNames), s_version, s_activity, new("tag", "Tag"), .. AttributeFilters.OfSelected(declared, address)];
}
