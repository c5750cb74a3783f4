using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Selects the members that a checked list names, for any operation on members.</summary>
internal sealed class ListedMembers : ISubjectQuery
{
    internal const string Parameter = "import";

    public string Subject => "member";

    public string? Filter => Parameter;

    public async Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work)
    {
        if (query.Keys.FirstOrDefault(part => part != Parameter) is { } other)
            throw Problem.Invalid(other, "can't be combined with import, which selects the members.");
        var id = query[Parameter]; // the query has the filter, or this selection isn't used
        if (!caller.IsOfPlatform || !caller.Can(ImportRoutes.Read) || await DataImport.Find(id, work) is not { Kind: ImportKind.MemberList } import)
            throw Problem.NotFound(DataImport.EntityKind, id);
        if (import.State is not ImportState.Checked)
            throw new Problem(409, "not_checked", "This import is not checked yet. Choose the field of its column and wait for the check.");
        return await work.List<string>(
            """
            select r.key from imports.rows r
             where r.tenant_id = 'tnt_platform' and r.import_id = @id and r.state = 'ready'
             order by r.place
             limit @most
            """,
            new { id, most }
        );
    }

    /// <summary>Address that offers all operations on members for a list.</summary>
    public static string ChooseAddress(string id, string back) =>
        $"{OperationAddress.Choose}?kind=member&matching={Uri.EscapeDataString($"?{Parameter}={id}")}&back={Uri.EscapeDataString(back)}";
}
