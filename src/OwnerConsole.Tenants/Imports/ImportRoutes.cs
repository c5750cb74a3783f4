using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Imports.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Serves imports as pages.</summary>
internal sealed class ImportRoutes(Database database, ImportUploader uploader, ImportMapper mapper, DeclarationCache declarations)
{
    public const string Address = "/settings/import",
        Read = "import.read",
        Upload = "import.upload";

    private const int PageSize = 25;

    /// <summary>A form with a file of the maximum size has a few more bytes.</summary>
    internal const int MaxBodyBytes = ImportFile.MaxBytes + (1024 * 1024);

    public static string Of(string id) => $"{Address}/{id}";

    public static string FileOf(string id) => $"{Address}/{id}/file";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, ImportRoutes self) => self.Show(context, trouble: null)).RequirePermission(Read);
        routes
            .MapPost(Address, (HttpContext context, ImportRoutes self) => self.Receive(context))
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .RequirePermission(Upload);
        routes
            .MapGet(Address + "/{id}", (HttpContext context, string id, ImportRoutes self) => self.ShowOne(context, id, trouble: null))
            .RequirePermission(Read, FieldClass.Contact);
        routes
            .MapPost(Address + "/{id}", (HttpContext context, string id, ImportRoutes self) => self.SaveMapping(context, id))
            .RequirePermission(Upload, FieldClass.Contact);
        routes
            .MapGet(FileOf("{id}"), (HttpContext context, string id, ImportExport self) => self.Send(context, id))
            .RequirePermission(Read, FieldClass.Contact);
    }

    /// <exception cref="Problem">403: the caller has access to test data or to some tenants only.</exception>
    internal static Caller Platform(HttpContext context) =>
        Caller.OfPlatform(context, "Imports can create any tenant. With access to test data or to some tenants only, you can't use them.");

    private async Task<IResult> Show(HttpContext context, string? trouble)
    {
        context.Request.RequireKnown("cursor");
        var (caller, cursor) = (Platform(context), context.Request.Text("cursor"));
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Import",
            PageResult.Of<ImportsPage>(
                (nameof(ImportsPage.Caller), caller),
                (nameof(ImportsPage.Imports), await DataImport.List(cursor, PageSize, work)),
                (nameof(ImportsPage.IsFirst), cursor is null),
                (nameof(ImportsPage.Trouble), trouble)
            )
        )
        {
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    private async Task<IResult> Receive(HttpContext context)
    {
        var caller = Platform(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var kind = Enum.GetValues<ImportKind>().FirstOrDefault(option => option.ToText() == form["kind"].ToString());
            var file = form.Files.GetFile("file");
            await using var content = file is { Length: > 0 } ? file.OpenReadStream() : ImportBody.Pasted(form["table"].ToString());
            var name = file is { Length: > 0 } ? ImportBody.FileName(file.FileName) : "Pasted table";
            var id = await uploader.Save(caller, kind, Mode.Live, name, ImportBody.SheetName(form["sheet"].ToString()), content, context.RequestAborted);
            return Results.Redirect(Of(id));
        }
        catch (Problem problem) when (problem.IsAboutContent || problem.Status is StatusCodes.Status429TooManyRequests)
        {
            return await Show(context, problem.Message);
        }
    }

    private async Task<IResult> ShowOne(HttpContext context, string id, string? trouble)
    {
        context.Request.RequireKnown("cursor", "state");
        var (caller, cursor) = (Platform(context), context.Request.Text("cursor"));
        var state = context.Request.Query.Word<ImportRowState>("state");
        await using var work = await database.Read(context.RequestAborted);
        var import = await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id);
        return new PageResult(
            import.Name,
            PageResult.Of<ImportPage>(
                (nameof(ImportPage.Caller), caller),
                (nameof(ImportPage.Import), import),
                (nameof(ImportPage.Counts), await DataImport.Count(id, work)),
                (nameof(ImportPage.Rows), await ImportRowView.List(id, state, cursor, PageSize, work)),
                (nameof(ImportPage.Attributes), ImportFields.DeclaredFor(import.Kind, import.Mode, declarations.Current)),
                (nameof(ImportPage.State), state),
                (nameof(ImportPage.IsFirst), cursor is null),
                (nameof(ImportPage.Trouble), trouble)
            )
        )
        {
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> SaveMapping(HttpContext context, string id)
    {
        Platform(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            await mapper.Save(id, await ImportBody.ReadMapping(form, id, database, context.RequestAborted), context.RequestAborted);
            return Results.Redirect(Of(id));
        }
        catch (Problem problem) when (problem.Status is 400 or 409)
        {
            return await ShowOne(context, id, problem.Message);
        }
    }
}
