using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>API endpoints by which applications report and read legal bases and consents of members.</summary>
internal sealed class ConsentRoutes(Database database, IdGenerator ids, TimeProvider clock)
{
    private const string Address = "/api/v1/members/{id}/consents",
        Prefix = "cns";

    private static readonly ConsentReport s_example = new(
        LegalBasis.Consent,
        ConsentState.Granted,
        new(2026, 11, 3, 9, 30, 0, TimeSpan.Zero),
        "2026-10",
        "Sign-up form"
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (HttpContext context, string id, ConsentRoutes self) => self.List(context, id))
            .WithSummary("List all changes of the legal bases and consents of a member, the latest first. The current one of each purpose applies.")
            .WithListPaging()
            .Produces<OwnerConsole.Data.Page<ConsentView>>()
            .RequirePermission("member.read");
        routes
            .MapPut(Address + "/{purpose}", (HttpContext context, string id, string purpose, ConsentRoutes self) => self.Report(context, id, purpose))
            .WithSummary(
                "Report the legal basis or the consent of a member for a purpose. Changes are kept as evidence. Repeating it changes nothing. Returns the current one."
            )
            .AcceptsJson<ConsentReport>()
            .WithBodyExample(Json.Element(s_example))
            .Produces<ConsentView>()
            .RequirePermission("member.report");
    }

    private async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var member = await SubjectResolver.Member(Caller.Of(context)!, id, work); // the route requires a permission
        var person = await MemberRecords.FindMain(member.TenantId, member.Id, work);
        return Results.Json(new OwnerConsole.Data.Page<ConsentView>(await ConsentRows.List(member.TenantId, person, work), null, null), Json.ResponseOptions);
    }

    private async Task<IResult> Report(HttpContext context, string id, string purpose)
    {
        context.Request.RequireKnown();
        var report = await RequestBody.ReadJson<ConsentReport>(context, context.RequestAborted);
        var caller = Caller.Of(context)!; // the route requires a permission
        SubjectResolver.ResolvedSubject member;
        string person;
        await using (var reading = await database.Read(context.RequestAborted))
        {
            member = await SubjectResolver.Member(caller, id, reading);
            person = await MemberRecords.FindMain(member.TenantId, member.Id, reading);
        }
        var change = Read(purpose, report);
        database.DiskSpaceGuard.ThrowIfFull();
        var current = await TransientErrors.Retry(() => Add(member.TenantId, person, change, caller.Id, context.RequestAborted), context.RequestAborted);
        return Results.Json(current, Json.ResponseOptions);
    }

    private async Task<ConsentView> Add(string tenantId, string memberId, ConsentChange change, string by, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("consent.report"), [tenantId], stop);
        var current = await ConsentRows.Add(tenantId, memberId, change, ids.New(Prefix), by, work);
        await work.Commit();
        return current;
    }

    private ConsentChange Read(string purpose, ConsentReport report)
    {
        var (version, source) = (report.TextVersion.TrimToNull(), report.Source.TrimToNull());
        if (!ConsentRules.IsPurpose(purpose))
            throw Problem.Invalid("purpose", "must be 1 to 64 lower-case letters, digits, periods, underscores or hyphens, and start with a letter.");
        if (report.State is ConsentState.Withdrawn && !report.LegalBasis.CanWithdraw())
            throw Problem.Invalid("state", "can be withdrawn only for the legal bases consent, public_task and legitimate_interests.");
        if (report.ChangedAt is { } at && !ConsentRules.IsTime(at, clock.GetUtcNow()))
            throw Problem.Invalid("changed_at", "must be after 1999 and not in the future.");
        if (version is not null && !ConsentRules.IsVersion(version))
            throw Problem.Invalid("text_version", "must be 1 to 64 letters, digits, periods, underscores or hyphens.");
        if (source is not null && !ConsentRules.IsSource(source))
            throw Problem.Invalid("source", $"must have at most {ConsentRules.MaxSource} characters without line breaks.");
        return new(purpose, report.LegalBasis, report.State, report.ChangedAt?.ToUniversalTime(), version, source);
    }
}
