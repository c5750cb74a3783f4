using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.Team;

/// <summary>The owner's team, its roles and the API keys.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Settings, "Your account", AccountRoutes.Address, AccountRoutes.Permission),
            new(Section.Settings, "Team", TeamRoutes.Address, TeamRoutes.Read, 5),
            new(Section.Settings, "API keys", KeyRoutes.Address, KeyRoutes.Read, 10),
        ];

    public override IEnumerable<Setting> Settings => [Sessions.IdleTimeout, Sessions.MaxLifetime, SecondFactor.Setting];

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<WelcomeRoutes>()
            .AddSingleton<SignInRoutes>()
            .AddSingleton<AccountRoutes>()
            .AddSingleton<AccountPageRenderer>()
            .AddSingleton<PasskeyRoutes>()
            .AddSingleton<SessionExport>()
            .AddSingleton<TeamRoutes>()
            .AddSingleton<TeamList>()
            .AddSingleton<TeamExport>()
            .AddSingleton<PersonRoutes>()
            .AddSingleton<IFinder, PersonFinder>()
            .AddSingleton<RoleRoutes>()
            .AddSingleton<RoleList>()
            .AddSingleton<KeyRoutes>()
            .AddSingleton<KeyList>()
            .AddSingleton<KeyExport>()
            .AddSingleton<IFinder, KeyFinder>()
            .AddSingleton<ScopeCatalogue>()
            .AddSingleton(InvitationEmail.Template)
            .AddSingleton<IOptionSource, RoleSource>()
            .AddSingleton<IOptionSource, SecondFactorSource>()
            .AddSingleton<IOptionSource, PermissionSource>()
            .AddSingleton<IOptionSource, FieldClassSource>()
            .AddSingleton<PermissionDescriber>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        WelcomeRoutes.Map(routes);
        SignInRoutes.Map(routes);
        AccountRoutes.Map(routes);
        PasskeyRoutes.Map(routes);
        TeamRoutes.Map(routes);
        RoleRoutes.Map(routes);
        PersonRoutes.Map(routes);
        KeyRoutes.Map(routes);
    }
}
