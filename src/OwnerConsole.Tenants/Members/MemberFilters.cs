using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Tenants.Notes.Public;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Members;

/// <summary>Filters of the list of members with their current options: state, role, plan of the tenant, tag and reported attributes.</summary>
public sealed class MemberFilters(MemberRoleSource roles, PlanNames plans)
{
    private static readonly ListFilter s_state = ListFilter.Of<MemberState>("state", "State", Label);

    /// <returns>The label of a state.</returns>
    public static string Label(MemberState state) =>
        state switch
        {
            MemberState.Active => "Active",
            MemberState.Suspended => "Suspended",
            _ => "Left",
        };

    /// <param name="address">Address of the list. Options are read only while its menu is open.</param>
    /// <param name="declared">Attributes of members that the application declares. Others can be filtered by their URL.</param>
    /// <param name="work">Reads the options.</param>
    public async Task<IReadOnlyList<ListFilter>> Find(ListAddress address, IReadOnlyList<AttributeReport> declared, UnitOfWork work)
    {
        var names = await plans(work);
        if (!address.ShowsFilters)
            return
            [
                s_state,
                new("role", "Role", [.. address.All("role").Select(role => (role, Wording.Role(role)))]),
                ListFilter.OfPlans(names.Keys, names),
                new("tag", "Tag"),
                .. AttributeFilters.OfSelected(declared, address),
            ];
        var subscribed = await TenantPlanItems.ListSubscribedPlans(ListFilter.MaxOptions, work);
        var tags = await MemberTagSql.FindTags(ListFilter.MaxOptions, work);
        return
        [
            s_state,
            new("role", "Role", [.. (await roles.Find(work)).Select(role => (role.Key, role.Name))]),
            .. subscribed.Count == 0 ? [] : new[] { ListFilter.OfPlans(subscribed, names) },
            .. tags.Count == 0 ? [] : new[] { ListFilter.OfTexts("tag", "Tag", tags) },
            .. AttributeFilters.OfDeclared(declared, address),
        ];
    }
}
