using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Uploads of export files with a task's token, and downloads of exports.</summary>
public sealed class ExportRoutes(Database database, TenantExports exports, ExportFiles files, ExportZip zip, AccessLog accessLog)
{
    private const string Type = "application/zip";

    public static string Of(TenantExport export) => $"/tenants/{export.TenantId}/exports/{export.Id}/file";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPut("/api/v1/tasks/{id}/files/{name}", (ExportRoutes self, HttpContext context, string id, string name) => self.Receive(context, id, name))
            .WithSummary("Upload a file for an export, with the task's token, before the task completes. Replaces an earlier file of the same name.")
            .Accepts<string>("*/*")
            .Produces<ReceivedFile>()
            .WithMetadata(new RequestSizeLimitAttribute(ExportFiles.MaxBytes))
            .AllowAnyone("requires the task's token, which the task's message contains")
            .DisableAntiforgery(); // browsers don't have the token
        routes
            .MapGet("/api/v1/tenants/{id}/exports", (ExportRoutes self, HttpContext context, string id) => self.List(context, id))
            .WithSummary(
                "List the exports of a tenant that can be downloaded, newest first. The operation tenant.export creates exports. They are kept for 7 days."
            )
            .WithListPaging()
            .Produces<Page<TenantExport>>()
            .RequirePermission(ExportTenant.Name);
        routes
            .MapGet(
                "/api/v1/tenants/{id}/exports/{export}/file",
                (ExportRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export)
            )
            .WithSummary("Download an export: a ZIP with the application's files and the console's data as JSON Lines, CSV and PDF.")
            .ProducesFile(Type)
            .RequirePermission(ExportTenant.Name);
        routes
            .MapGet("/tenants/{id}/exports/{export}/file", (ExportRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export))
            .RequirePermission(ExportTenant.Name);
    }

    private async Task<IResult> Receive(HttpContext context, string id, string name)
    {
        context.Request.RequireKnown();
        var taken = await files.Put(id, BearerToken.Read(context), name, context.Request.Body, context.RequestAborted);
        return Results.Json(new ReceivedFile(taken.Name, taken.Bytes, Convert.ToHexStringLower(taken.Sha256!)), Json.ResponseOptions); // set because the file is complete
    }

    private async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        return Results.Json(
            new Page<TenantExport>(await exports.Find(await SubjectResolver.Tenant(Caller.Of(context)!, id, work), work), null, null), // the route requires a permission, so the caller is signed in
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Send(HttpContext context, string id, string export)
    {
        context.Request.RequireKnown();
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so the caller is signed in
        TenantExport found;
        await using (var reading = await database.Read(stop))
            found = await exports.Get(await SubjectResolver.Tenant(caller, id, reading), export, reading) ?? throw Problem.NotFound("export", export);
        await using (var work = await database.Write(WriteOrigin.Intake("export.download"), AccessLog.Tenants, stop))
        {
            accessLog.Done(
                caller.Id,
                "export_downloaded",
                Sentence.Say($"{new EntityReference(caller.Id)} downloaded the export of {new EntityReference(found.TenantId)}."),
                work
            );
            await work.Commit();
        }
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            to => zip.Write(found, caller.Id, new AccessMonitor(context), to, stop),
            Type,
            $"export_{found.TenantId}_{found.CreatedAt:yyyy-MM-dd}.zip"
        );
    }

    /// <summary>An uploaded file.</summary>
    /// <param name="Name">Name of the file.</param>
    /// <param name="Bytes">Size in bytes.</param>
    /// <param name="Sha256">SHA-256 hash of the file, in hexadecimal.</param>
    public sealed record ReceivedFile(string Name, long Bytes, string Sha256);
}
