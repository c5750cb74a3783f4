using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>The audit log with its retention, exports and proofs.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Read = LogAddress.Permission;

    public override IEnumerable<PageLink> Links =>
        [new(Section.Trust, "Audit", LogAddress.Home, Read, Order: -10), new(Section.Settings, "Log", RetentionRoutes.Address, Read, 32)];

    public override void AddServices(IServiceCollection services) =>
        services.AddSingleton<AuditRoutes>().AddSingleton<LogEndpoints>().AddSingleton<LogExtract>().AddSingleton<RetentionRoutes>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        RetentionRoutes.Map(routes);
        routes.MapGet(LogAddress.Home, (AuditRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(Read);
        routes.MapGet(LogAddress.Home + "/export", (AuditRoutes self, HttpContext context) => self.Export(context)).Needs(Read);
        routes
            .MapGet("/api/v1/log", (LogEndpoints self, HttpContext context) => self.List(context))
            .Says("List log lines, newest first. With `Accept: text/csv` or `application/x-ndjson` all lines are streamed, with the checkpoint at the end.")
            .Pages()
            .Reads("q", "Part of the name of a tenant, person or other subject, an operation, or an ID.")
            .Reads("actor", "ID of the actor. Repeat the parameter for several actors.")
            .Reads("operation", "Name of an operation.")
            .Reads("tenant", "Tenant ID, or ext: followed by your own ID.")
            .Reads("subject", "ID of the subject, such as a member.")
            .Reads("outcome", "Outcome: done, refused, skipped, failed, waiting, asked, approved or stopped.")
            .Reads("kind", "Kind: run, undo, intake or system.")
            .Reads("time", "Time range until now: today, week or month.")
            .Reads("from", "Date or time.")
            .Reads("to", "Inclusive date or exclusive time.")
            .Reads("until", "Position in the log. Later lines are excluded.")
            .Answers<Page<LogEntryView>>()
            .Produces<string>(StatusCodes.Status200OK, ExtractFormat.Csv.MediaType(), ExtractFormat.Ndjson.MediaType())
            .Needs(Read);
        routes
            .MapGet("/api/v1/log/checkpoint", (LogEndpoints self, HttpContext context) => self.Checkpoint(context))
            .Says("Get the last signed checkpoint of the log and the public key to verify it.")
            .Answers<CheckpointView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/log/proof", (LogEndpoints self, HttpContext context) => self.Proof(context))
            .Says("Get the inclusion proof of a log line. It doesn't reveal other lines.")
            .Reads("pos", "Position of the line in the log.")
            .Answers<ProofView>()
            .Needs(Read, FieldClass.Money);
    }
}
