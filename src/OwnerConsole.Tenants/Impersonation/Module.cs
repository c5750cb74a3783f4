using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Impersonation.Pages;
using OwnerConsole.Tenants.Impersonation.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Acting as a person inside the application: with a reason, for minutes, seen by everybody.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int Shown = 3;

    public override IEnumerable<PageLink> Links =>
        [new(Section.Trust, "Impersonation log", ImpersonationRoutes.Address, ImpersonationRoutes.Permission, Order: -5)];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                ImpersonateMember.Started,
                "Somebody of the team acts as one of the application's people.",
                EventAbout.Member,
                new
                {
                    Impersonation = "",
                    Access = default(ImpersonationAccess),
                    Minutes = 0,
                }
            ),
            EventKind.Of(ImpersonateMember.Ended, "Nobody of the team acts as them any more.", EventAbout.Member, new { Impersonation = "" }),
        ];

    public override IEnumerable<Panel> Panels => [new("member.overview", ImpersonationRoutes.Permission, 10, Draw)];

    public override IEnumerable<Setting> Settings => [ImpersonationTokens.Blocked];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<Impersonations>()
            .AddSingleton<ImpersonationKeys>()
            .AddSingleton(ImpersonationKeys.Stored)
            .AddSingleton<ImpersonationTokens>()
            .AddSingleton<ConsoleSignature>()
            .AddSingleton<ImpersonationEndpoints>()
            .AddSingleton<ImpersonationRoutes>()
            .AddSingleton<ImpersonationExport>()
            .AddSingleton<IWorkKind, ImpersonationEnds>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(ImpersonationRoutes.Address, (ImpersonationRoutes self, HttpContext context) => self.Show(context))
            .OpensAsChosen()
            .Needs(ImpersonationRoutes.Permission);
        routes.MapGet(ImpersonationExport.Address, (ImpersonationExport self, HttpContext context) => self.Send(context)).Needs(ImpersonationRoutes.Permission);
        routes
            .MapGet(ImpersonationRoutes.Address + "/{id}/enter", (ImpersonationRoutes self, HttpContext context, string id) => self.Go(context, id))
            .Needs(ImpersonateMember.Name);
        routes
            .MapGet("/.well-known/jwks.json", (ImpersonationEndpoints self, HttpContext context) => self.Keys(context))
            .ForAnyone("public keys, by which the application knows who comes from here and what was said here");
        routes
            .MapGet("/api/v1/impersonations", (ImpersonationEndpoints self, HttpContext context) => self.List(context))
            .Says("List who acted, or acts, as whom inside the application, the newest first.")
            .Pages()
            .Reads("state", "open or ended")
            .Answers<Kernel.Data.Page<ImpersonationView>>()
            .Needs(ImpersonationRoutes.Permission);
        routes
            .MapPost("/api/v1/impersonations/introspect", (ImpersonationEndpoints self, HttpContext context) => self.Introspect(context))
            .Says("Ask whether somebody may still act as a person: the answer is no from the moment it was ended here.")
            .Takes<ImpersonationEndpoints.Introspected>()
            .Answers<Introspection>()
            .Needs(ImpersonationEndpoints.Introspecting);
        routes
            .MapPost("/api/v1/impersonations/{id}/leave", (ImpersonationEndpoints self, HttpContext context, string id) => self.Leave(context, id))
            .Says("Report that whoever acted as a person has signed out.")
            .Answers<Introspection>()
            .Needs(ImpersonationEndpoints.Introspecting);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, Work work)
    {
        var member = await Subjects.Member(place.Caller, place.Id, work);
        var rows = await services.GetRequiredService<Impersonations>().OfMember(member.TenantId, member.Id, Shown, work);
        return Page.Of<ImpersonationPanel>(
            (nameof(ImpersonationPanel.Rows), rows),
            (nameof(ImpersonationPanel.Place), place),
            (nameof(ImpersonationPanel.Names), await SentenceReader.For(rows.SelectMany(ImpersonationRoutes.Named), work))
        );
    }
}
