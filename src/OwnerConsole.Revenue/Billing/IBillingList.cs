using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Revenue.Billing;

/// <summary>A list of billing records of any kind.</summary>
public interface IBillingList : IListCounter
{
    BillingListDefinition Definition { get; }

    /// <summary>Type of the API's response.</summary>
    Type ResponseType { get; }

    Task<RenderFragment> Draw(BillingPlace place, BillingFilter filter, UnitOfWork work);

    /// <returns>IDs of all matches up to the limit, oldest first.</returns>
    Task<IReadOnlyList<string>> Ids(BillingFilter filter, UnitOfWork work);

    /// <summary>Returns one page to the API.</summary>
    Task<IResult> Respond(BillingFilter filter, UnitOfWork work);

    /// <summary>Exports all matching records as a file.</summary>
    IResult Send(HttpContext context, ListAddress address, ListExport export, Func<UnitOfWork, Task<BillingFilter>> filter);
}

/// <summary>Everything on the page of a list except its records.</summary>
/// <param name="Denied">Operations on the records that the caller can't run.</param>
/// <param name="Views">Saved views of the list, provided by another module.</param>
public sealed record BillingPlace(
    Caller Caller,
    Mode Mode,
    ListAddress Address,
    IReadOnlyList<ListFilter> Filters,
    IReadOnlyList<PermissionDenial> Denied,
    RenderFragment Views
)
{
    /// <summary>Cards of other modules above the list.</summary>
    public IReadOnlyList<RenderFragment> Cards { get; init; } = [];

    /// <summary>Whether the caller can run an operation of the list.</summary>
    public bool CanRun(string operation) => Denied.All(denial => denial.Definition.Name != operation);
}
