using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>What happened, and the proof of it.</summary>
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
            .Says("List the lines of the log, the newest first; `Accept: text/csv` or `application/x-ndjson` streams them all, with the checkpoint at the end.")
            .Pages()
            .Reads("q", "part of the name of a tenant, a person or a thing, an operation, or an id")
            .Reads("actor", "the id of who did it; several are written one after the other")
            .Reads("operation", "an operation's name")
            .Reads("tenant", "an id, or ext: and your own")
            .Reads("subject", "the id of what it was done to, such as a member's")
            .Reads("outcome", "done, refused, skipped, failed, waiting, asked, approved or stopped")
            .Reads("kind", "run, undo, intake or system")
            .Reads("time", "today, week or month: the time up to now")
            .Reads("from", "a day, or an instant")
            .Reads("to", "a day, which still belongs to it, or an instant, which doesn't")
            .Reads("until", "a place in the order: the log as it stood then")
            .Answers<Page<LogEntryView>>()
            .Produces<string>(StatusCodes.Status200OK, ExtractFormat.Csv.MediaType(), ExtractFormat.Ndjson.MediaType())
            .Needs(Read);
        routes
            .MapGet("/api/v1/log/checkpoint", (LogEndpoints self, HttpContext context) => self.Checkpoint(context))
            .Says("Read the log's last signed checkpoint and the key that it is verified with.")
            .Answers<CheckpointView>()
            .Needs(Read);
        routes
            .MapGet("/api/v1/log/proof", (LogEndpoints self, HttpContext context) => self.Proof(context))
            .Says("Prove that a line is in the log, and show nobody else's.")
            .Reads("pos", "the line's place in the order of the log, as a timeline shows it")
            .Answers<ProofView>()
            .Needs(Read, FieldClass.Money);
    }
}
