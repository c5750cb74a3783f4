using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Trust.Audit;

/// <summary>What happened, and the proof of it.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const string Read = "log.read";

    public override void AddServices(IServiceCollection services) => services.AddSingleton<LogEndpoints>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
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
            .Needs(Read);
    }
}
