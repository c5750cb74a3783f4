using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.ReportedSubjects.Pages;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.ReportedSubjects;

/// <summary>A tenant's reported objects of one type: the newest on a card of its details, and the full list.</summary>
public sealed class SubjectRoutes(DeclarationCache declarations, OperationCatalogue catalogue, DenialExplainer denials, Database database)
{
    public const string Permission = "tenant.read";

    private const int CardSize = 5,
        Rows = 25;

    public static string Of(string tenantId, string type) => $"/tenants/{tenantId}/subjects/{type}";

    /// <summary>URL of the list filtered to this object.</summary>
    public static string AddressOf(ApplicationSubject one) => $"{Of(one.TenantId, one.Type)}?q={Uri.EscapeDataString(one.ExternalId)}";

    public async Task<IResult> Show(HttpContext context, string id, string type)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var tenantId = await SubjectResolver.Tenant(caller, id, work);
        var mode = await Modes.Of(tenantId, work);
        var declared = Types(mode).FirstOrDefault(subjectTypeReport => subjectTypeReport.Name == type) ?? throw Problem.NotFound("subject type", type);
        var address = ListAddress.Of(Of(tenantId, type), context.Request, part => part == "q");
        address.Canonicalize(context);
        return new PageResult(
            declared.Titles,
            PageResult.Of<SubjectsPage>(
                (nameof(SubjectsPage.Type), declared),
                (nameof(SubjectsPage.Address), address),
                (nameof(SubjectsPage.TenantId), tenantId),
                (nameof(SubjectsPage.Names), await SentenceRenderer.For([tenantId], work)),
                (nameof(SubjectsPage.Operations), catalogue.ListFor(type, mode, caller)),
                (nameof(SubjectsPage.Denied), await denials.Of(caller, catalogue.ListFor(type, mode).Select(operation => operation.Definition), work)),
                (nameof(SubjectsPage.List), await ApplicationSubject.List(tenantId, type, address["q"], address[ListAddress.Cursor], Rows, work))
            )
        );
    }

    /// <returns>One card for each type that the tenant's application declares; empty if it declares none.</returns>
    internal async Task<RenderFragment> Cards(PanelPlace place, UnitOfWork work)
    {
        var cards = new List<SubjectsCard.Content>();
        var mode = await Modes.Of(place.Id, work);
        foreach (var type in Types(mode))
            cards.Add(
                new(
                    type,
                    catalogue.ListFor(type.Name, mode, place.Caller),
                    await ApplicationSubject.List(place.Id, type.Name, text: null, cursor: null, CardSize, work)
                )
            );
        return PageResult.Of<SubjectsCard>((nameof(SubjectsCard.Cards), cards), (nameof(SubjectsCard.Place), place));
    }

    private IReadOnlyList<SubjectTypeReport> Types(Mode mode) => declarations.Current.SubjectTypesOf(mode);
}
