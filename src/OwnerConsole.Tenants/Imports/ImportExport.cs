using System.Globalization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Imports;

/// <summary>The result of an import as a file: each row of the file with its result and the reason.</summary>
internal sealed class ImportExport(ListExport export, Database database)
{
    public async Task<IResult> Send(HttpContext context, string id)
    {
        ImportRoutes.Platform(context);
        DataImport import;
        await using (var work = await database.Read(context.RequestAborted))
            import = await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id);
        IReadOnlyList<FileColumn<ImportRowView>> columns =
        [
            new("row", row => row.Place.ToString(CultureInfo.InvariantCulture)),
            new("result", row => row.State.ToText()),
            new("action", row => row.Action?.ToText()),
            new("reason", row => row.Reason),
            .. import.Headers.Select((header, column) => new FileColumn<ImportRowView>(header, row => row.Cells.ElementAtOrDefault(column))),
        ];
        return TableFile.Of(
            context,
            new ListAddress(ImportRoutes.Of(id)),
            columns,
            export.Of(
                context,
                "import",
                who => Sentence.Say($"{who} exported the result of an import."),
                (cursor, work) => ImportRowView.List(id, state: null, cursor, ListExport.PageSize, work)
            )
        );
    }
}
