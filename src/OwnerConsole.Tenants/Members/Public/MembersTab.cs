using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Tenants.Members.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Members.Public;

/// <summary>The members tab of a tenant's page.</summary>
public sealed class MembersTab(MemberList list)
{
    private const int Rows = 25;

    /// <param name="address">Address of the tab; the page's cursor is added to it.</param>
    /// <param name="back">Address of the page that contains the tab.</param>
    public async Task<RenderFragment> Find(Caller caller, string tenantId, string? cursor, string address, string back, UnitOfWork work) =>
        caller.CanRead(MemberAddress.Permission)
            ? PageResult.Of<MembersPanel>(
                (nameof(MembersPanel.List), await list.Find(tenantId, cursor, Rows, work)),
                (nameof(MembersPanel.Caller), caller),
                (nameof(MembersPanel.TenantId), tenantId),
                (nameof(MembersPanel.Address), address),
                (nameof(MembersPanel.Back), back),
                (nameof(MembersPanel.IsFirst), cursor is null)
            )
            : PageResult.Of<NoMembersPanel>();
}
