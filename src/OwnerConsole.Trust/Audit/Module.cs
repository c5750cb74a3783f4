using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Audit;

/// <summary>The audit log with its retention, exports and proofs.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Read = LogAddress.Permission;

    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Trust, "Audit", LogAddress.Home, Read, Order: -10) { Synonyms = "activity, log, history, audit trail" },
            new(Section.Settings, "Log retention", RetentionRoutes.Address, Read, 32) { Synonyms = "retention" },
        ];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<AuditRoutes>()
            .AddSingleton<LogEndpoints>()
            .AddSingleton<LogExporter>()
            .AddSingleton<RetentionRoutes>()
            .AddSingleton<IHealthSource, LogHealthSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        RetentionRoutes.Map(routes);
        routes.MapGet(LogAddress.Home, (AuditRoutes self, HttpContext context) => self.Show(context)).WithSavedViews().RequirePermission(Read);
        routes.MapGet(LogAddress.Home + "/export", (AuditRoutes self, HttpContext context) => self.Export(context)).RequirePermission(Read);
        routes
            .MapGet("/api/v1/log", (LogEndpoints self, HttpContext context) => self.List(context))
            .WithSummary(
                "List log entries, newest first. With `Accept: text/csv` or `application/x-ndjson` all entries are streamed, with the checkpoint at the end."
            )
            .WithPaging()
            .WithQueryParameter("q", "Part of the name of a tenant, person or other subject, an operation, or an ID.")
            .WithQueryParameter("actor", "ID of the actor. Repeat the parameter for several actors.")
            .WithQueryParameter("operation", "Name of an operation.")
            .WithQueryParameter("tenant", "Tenant ID, or ext: followed by your own ID.")
            .WithQueryParameter("subject", "ID of the subject, such as a member.")
            .WithQueryParameter("outcome", "Outcome of the entry.", QueryType.OneOf<LogOutcome>())
            .WithQueryParameter("kind", "What wrote the entry.", QueryType.OneOf<LogKind>())
            .WithQueryParameter("time", "Time range until now.", QueryType.OneOf<LogPeriod>())
            .WithQueryParameter("from", "First date or time.")
            .WithQueryParameter("to", "Last date, inclusive, or a time, exclusive.")
            .WithQueryParameter("until", "Position in the log. Later entries are excluded.", QueryType.Integer(1))
            .Produces<Page<LogEntryView>>()
            .ProducesFile(LogExportFormat.Csv.MediaType(), LogExportFormat.Ndjson.MediaType())
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/log/checkpoint", (LogEndpoints self, HttpContext context) => self.Checkpoint(context))
            .WithSummary("Get the last signed checkpoint of the log and the public key to verify it.")
            .Produces<CheckpointView>()
            .RequirePermission(Read);
        routes
            .MapGet("/api/v1/log/proof", (LogEndpoints self, HttpContext context) => self.Proof(context))
            .WithSummary("Get the inclusion proof of a log entry. It doesn't reveal other entries.")
            .WithRequiredQueryParameter("pos", "Position of the entry in the log.", QueryType.Integer(1))
            .Produces<ProofView>()
            .RequirePermission(Read, FieldClass.Money);
    }
}
