using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Lists and downloads exports of single members.</summary>
public sealed class MemberArchiveRoutes(Database database, MemberArchiveZip zip, AccessLog accessLog)
{
    public static string Of(MemberArchive archive) => $"/members/{archive.MemberId}/exports/{archive.Id}/file";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/members/{id}/exports", (MemberArchiveRoutes self, HttpContext context, string id) => self.List(context, id))
            .WithSummary(
                "List the exports of a member, newest first. The operation member.export creates exports. They can be downloaded for 7 days, once the application has answered."
            )
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<MemberArchive>>()
            .RequirePermission(ExportMember.Name);
        routes
            .MapGet(
                "/api/v1/members/{id}/exports/{export}/file",
                (MemberArchiveRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export)
            )
            .WithSummary(
                "Download an export of a member: a ZIP with the current data as JSON Lines, CSV and PDF, the application's files, and a manifest with purposes and retention."
            )
            .ProducesFile(MediaTypeNames.Application.Zip)
            .RequirePermission(ExportMember.Name, FieldClass.Money, FieldClass.Contact);
        routes
            .MapGet(
                "/members/{id}/exports/{export}/file",
                (MemberArchiveRoutes self, HttpContext context, string id, string export) => self.Send(context, id, export)
            )
            .RequirePermission(ExportMember.Name, FieldClass.Money, FieldClass.Contact);
    }

    private async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var member = await SubjectResolver.Member(Caller.Of(context)!, id, work); // the route requires a permission, so the caller is signed in
        return Results.Json(
            new OwnerConsole.Data.Page<MemberArchive>(await MemberArchive.List(member.TenantId, member.Id, work), null, null),
            Json.ResponseOptions
        );
    }

    private async Task<IResult> Send(HttpContext context, string id, string export)
    {
        context.Request.RequireKnown();
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so the caller is signed in
        MemberArchive found;
        await using (var reading = await database.Read(stop))
        {
            var member = await SubjectResolver.Member(caller, id, reading);
            found = await MemberArchive.Find(member.TenantId, member.Id, export, reading) ?? throw Problem.NotFound("export", export);
        }
        if (found.Application is ApplicationExport.Pending)
            throw new Problem(409, "export_pending", "The application is still preparing its files for this export.");
        await using (var work = await database.Write(WriteOrigin.Intake("export.download"), AccessLog.Tenants, stop))
        {
            accessLog.Done(
                caller.Id,
                "export_downloaded",
                Sentence.Say($"{new EntityReference(caller.Id)} downloaded the export of {new EntityReference(found.MemberId)}."),
                work
            );
            await work.Commit();
        }
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            to => zip.Write(found, caller.Id, new AccessMonitor(context), to, stop),
            MediaTypeNames.Application.Zip,
            $"export_{found.MemberId}_{found.CreatedAt:yyyy-MM-dd}.zip"
        );
    }
}
