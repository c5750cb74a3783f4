using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Exporting;

/// <summary>Files come in with a task's token, and go out to whoever may export.</summary>
public sealed class ExportRoutes(Database database, TenantExports exports, ExportFiles files, ExportZip zip, AccessLog accessLog)
{
    private const string Type = "application/zip";

    public static string Of(TenantExport export) => $"/tenants/{export.TenantId}/exports/{export.Id}/file";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/api/v1/tasks/{id}/files/{name}", (ExportRoutes self, HttpContext context, string id, string name) => self.Take(context, id, name))
            .Says("Hand over a file for an export, with its task's own token, before the task is complete. Sent again, it takes the place of the one before.")
            .Accepts<string>("*/*")
            .Answers<TakenFile>()
            .WithMetadata(new RequestSizeLimitAttribute(ExportFiles.Largest))
            .ForAnyone("asks for the task's own token, which its message brings")
            .DisableAntiforgery(); // no browser has the token
        routes
            .MapGet("/api/v1/tenants/{id}/exports", (ExportRoutes self, HttpContext context, string id) => self.List(context, id))
            .Says("List a tenant's exports that can be downloaded, the newest first. An export is made by the operation tenant.export and kept for seven days.")
            .PagesWhole()
            .Answers<Page<TenantExport>>()
            .Needs(ExportTenant.Name);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/exports/{export}/file",
                (ExportRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export)
            )
            .Says("Download an export: a ZIP with what the application handed over and what the console knows, as JSON lines and as CSV.")
            .Produces<string>(StatusCodes.Status200OK, Type)
            .Needs(ExportTenant.Name);
        routes
            .MapGet("/tenants/{id}/exports/{export}/file", (ExportRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export))
            .Needs(ExportTenant.Name);
    }

    private async Task<IResult> Take(HttpContext context, string id, string name)
    {
        context.Request.Knows();
        var taken = await files.Put(id, Bearer.Of(context), name, context.Request.Body, context.RequestAborted);
        return Results.Json(new TakenFile(taken.Name, taken.Bytes, Convert.ToHexStringLower(taken.Sha256!)), Json.Answers); // it is whole
    }

    private async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.Knows();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            new Page<TenantExport>(await exports.Find(await Subjects.Tenant(Caller.Of(context)!, id, work), work), null, null), // the route needs a permission, so there is a caller
            Json.Answers
        );
    }

    private async Task<IResult> Send(HttpContext context, string id, string export)
    {
        context.Request.Knows();
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route needs a permission, so there is a caller
        TenantExport found;
        await using (var reading = await database.Read(stop))
            found = await exports.One(await Subjects.Tenant(caller, id, reading), export, reading) ?? throw Problem.NotFound("export", export);
        await using (var work = await database.Write(Door.Intake("export.download"), AccessLog.Tenants, stop))
        {
            accessLog.Done(
                caller.Id,
                "export_downloaded",
                Sentence.Say($"{new Reference(caller.Id)} downloaded the export of {new Reference(found.TenantId)}."),
                work
            );
            await work.Commit();
        }
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(to => zip.Write(found, to, stop), Type, $"export_{found.TenantId}_{found.MadeAt:yyyy-MM-dd}.zip");
    }

    /// <summary>A file as it was taken in.</summary>
    /// <param name="Sha256">of all of it, in hexadecimal</param>
    private sealed record TakenFile(string Name, long Bytes, string Sha256);
}
