using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.Impersonation.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Impersonation: using the application as one of its members, with a reason, for up to 30 minutes, visible to the whole team.</summary>
public sealed class Module : Kernel.Modules.Module
{
    private const int PanelSize = 3;

    public override IEnumerable<PageLink> Links =>
        [new(Section.Trust, "Impersonation log", ImpersonationRoutes.Address, ImpersonationRoutes.Permission, Order: -5) { Synonyms = "impersonation" }];

    public override IEnumerable<EventKind> Events =>
        [
            EventKind.Of(
                ImpersonateMember.StartedEvent,
                "A team member started impersonating a member.",
                EventSubject.Member,
                new
                {
                    Impersonation = "",
                    Access = default(ImpersonationAccess),
                    Minutes = 0,
                }
            ),
            EventKind.Of(ImpersonateMember.EndedEvent, "The impersonation session ended.", EventSubject.Member, new { Impersonation = "" }),
        ];

    public override IEnumerable<Panel> Panels => [new("member.overview", ImpersonationRoutes.Permission, 10, Draw)];

    public override IEnumerable<Setting> Settings => [ImpersonationTokens.Blocked];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<Impersonations>()
            .AddSingleton<ImpersonationKeys>()
            .AddSingleton(ImpersonationKeys.PrivateKeyColumn)
            .AddSingleton<ImpersonationTokens>()
            .AddSingleton<ITokenSigner>(services => services.GetRequiredService<ImpersonationKeys>())
            .AddSingleton<ImpersonationEndpoints>()
            .AddSingleton<ImpersonationRoutes>()
            .AddSingleton<ImpersonationExport>()
            .AddSingleton<IWorkHandler, ImpersonationExpiry>()
            .AddSingleton<IWorkHandler, ImpersonationMonitor>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(ImpersonationRoutes.Address, (ImpersonationRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission(ImpersonationRoutes.Permission);
        routes
            .MapGet(ImpersonationExport.Address, (ImpersonationExport self, HttpContext context) => self.Send(context))
            .RequirePermission(ImpersonationRoutes.Permission);
        routes
            .MapGet(ImpersonationRoutes.Address + "/{id}/enter", (ImpersonationRoutes self, HttpContext context, string id) => self.Go(context, id))
            .RequirePermission(ImpersonateMember.Name);
        routes
            .MapGet("/.well-known/jwks.json", (ImpersonationEndpoints self, HttpContext context) => self.Keys(context))
            .AllowAnyone("public keys with which the application verifies tokens signed by this console");
        routes
            .MapGet("/api/v1/impersonations", (ImpersonationEndpoints self, HttpContext context) => self.List(context))
            .WithSummary("List impersonation sessions, newest first.")
            .WithPaging()
            .WithQueryParameter("state", "State of the session.", QueryType.OneOf<ImpersonationState>())
            .Produces<OwnerConsole.Data.Page<ImpersonationView>>()
            .RequirePermission(ImpersonationRoutes.Permission);
        routes
            .MapPost("/api/v1/impersonations/introspect", (ImpersonationEndpoints self, HttpContext context) => self.Introspect(context))
            .WithSummary("Check whether an impersonation session is active. Returns active: false as soon as it ends.")
            .AcceptsJson<ImpersonationEndpoints.IntrospectionRequest>()
            .Produces<IntrospectionResponse>()
            .RequirePermission(ImpersonationEndpoints.IntrospectPermission);
        routes
            .MapPost("/api/v1/impersonations/{id}/leave", (ImpersonationEndpoints self, HttpContext context, string id) => self.Leave(context, id))
            .WithSummary("End an impersonation session because the impersonator signed out.")
            .Produces<IntrospectionResponse>()
            .RequirePermission(ImpersonationEndpoints.IntrospectPermission);
    }

    private static async Task<RenderFragment> Draw(IServiceProvider services, PanelPlace place, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(place, work);
        var rows = await services.GetRequiredService<Impersonations>().OfMember(member.TenantId, member.Id, PanelSize, work);
        return PageResult.Of<ImpersonationPanel>(
            (nameof(ImpersonationPanel.Rows), rows),
            (nameof(ImpersonationPanel.Place), place),
            (nameof(ImpersonationPanel.Names), await SentenceRenderer.For(rows.SelectMany(ImpersonationRoutes.NamedIds), work))
        );
    }
}
