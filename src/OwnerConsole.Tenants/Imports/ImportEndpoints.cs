using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Serves imports through the API.</summary>
internal sealed class ImportEndpoints(Database database, ImportUploader uploader, ImportMapper mapper)
{
    private const string Api = "/api/v1/imports",
        Excel = WorkbookFile.MediaType;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Api, (HttpContext context, ImportEndpoints self) => self.List(context))
            .WithSummary("List imports, newest first.")
            .WithPaging()
            .Produces<OwnerConsole.Data.Page<ImportView>>()
            .RequirePermission(ImportRoutes.Read);
        routes
            .MapPost(Api, (HttpContext context, ImportEndpoints self) => self.Upload(context))
            .WithSummary(
                "Upload a CSV file or an Excel file (.xlsx) of tenants, members, or IDs and email addresses of members for a bulk operation, with at most 100,000 rows and 50 MB, or 25 MB as an Excel file. Encoding and separator are detected. Nothing is imported until the operation import.apply runs."
            )
            .WithRequiredQueryParameter("kind", "What the rows are.", QueryType.OneOf<ImportKind>())
            .WithQueryParameter("name", "Name of the file.")
            .WithQueryParameter("mode", "Mode of the tenants and members. Default: live.", QueryType.OneOf<Mode>())
            .WithQueryParameter("sheet", "Name of the sheet of an Excel file. Default: the first visible one.")
            .Accepts<string>("text/csv", Excel)
            .Produces<ImportView>()
            .WithMetadata(new RequestSizeLimitAttribute(ImportRoutes.MaxBodyBytes))
            .RequirePermission(ImportRoutes.Upload);
        routes
            .MapGet(Api + "/{id}", (HttpContext context, string id, ImportEndpoints self) => self.Find(context, id))
            .WithSummary("Get an import with the number of its rows by result.")
            .Produces<ImportDetails>()
            .RequirePermission(ImportRoutes.Read);
        routes
            .MapPut(Api + "/{id}/mapping", (HttpContext context, string id, ImportEndpoints self) => self.SetMapping(context, id))
            .WithSummary("Set the fields of the columns and start the check of all rows. The check changes no tenant or member.")
            .AcceptsJson<ImportMappingRequest>()
            .WithBodyExample(
                Json.Element(
                    new
                    {
                        columns = new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            ["Customer"] = "external_id",
                            ["Company"] = "name",
                            ["Branch"] = "attributes.industry",
                        },
                        conflicts = ConflictPolicy.Merge,
                    }
                )
            )
            .Produces<ImportView>()
            .RequirePermission(ImportRoutes.Upload, FieldClass.Contact);
        routes
            .MapGet(Api + "/{id}/rows", (HttpContext context, string id, ImportEndpoints self) => self.ListRows(context, id))
            .WithSummary("List the rows of an import with their results, in the order of the file.")
            .WithPaging()
            .WithQueryParameter("state", "Only rows with this result.", QueryType.OneOf<ImportRowState>())
            .Produces<OwnerConsole.Data.Page<ImportRowView>>()
            .RequirePermission(ImportRoutes.Read, FieldClass.Contact);
    }

    private async Task<IResult> List(HttpContext context)
    {
        context.Request.RequireKnown("cursor", "limit");
        ImportRoutes.Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var page = await DataImport.List(context.Request.Text("cursor"), context.Request.Limit(), work);
        return Results.Json(new OwnerConsole.Data.Page<ImportView>([.. page.Data.Select(ImportView.Of)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    private async Task<IResult> Upload(HttpContext context)
    {
        context.Request.RequireKnown("kind", "name", "mode", "sheet");
        var caller = ImportRoutes.Platform(context);
        var kind = context.Request.Query.Word<ImportKind>("kind") ?? throw Problem.Invalid("kind", "must be tenants, members or member_list.");
        if (context.Request.ContentType?.Split(';')[0].Trim() is not ("text/csv" or Excel))
            throw new Problem(415, "not_csv", $"Send the file as the body, with the header Content-Type: text/csv, or {Excel} for an Excel file.");
        var id = await uploader.Save(
            caller,
            kind,
            context.Request.Query.Word<Mode>("mode") ?? Mode.Live,
            ImportBody.FileName(context.Request.Text("name") ?? ""),
            ImportBody.SheetName(context.Request.Text("sheet")),
            ImportBody.Open(context.Request),
            context.RequestAborted
        );
        return Results.Json(await FindView(id, context.RequestAborted), Json.ResponseOptions);
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        ImportRoutes.Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        var import = await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id);
        return Results.Json(new ImportDetails(ImportView.Of(import), await DataImport.Count(id, work)), Json.ResponseOptions);
    }

    private async Task<IResult> SetMapping(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        ImportRoutes.Platform(context);
        var request = await RequestBody.ReadJson<ImportMappingRequest>(context, context.RequestAborted);
        await mapper.Save(id, request, context.RequestAborted);
        return Results.Json(await FindView(id, context.RequestAborted), Json.ResponseOptions);
    }

    private async Task<IResult> ListRows(HttpContext context, string id)
    {
        context.Request.RequireKnown("state", "cursor", "limit");
        ImportRoutes.Platform(context);
        await using var work = await database.Read(context.RequestAborted);
        if (await DataImport.Find(id, work) is null)
            throw Problem.NotFound(DataImport.EntityKind, id);
        var state = context.Request.Query.Word<ImportRowState>("state");
        return Results.Json(await ImportRowView.List(id, state, context.Request.Text("cursor"), context.Request.Limit(), work), Json.ResponseOptions);
    }

    private async Task<ImportView> FindView(string id, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return ImportView.Of(await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id));
    }
}
