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
            new(Section.Settings, "Your account", AccountRoutes.Address, AccountRoutes.Permission) { Synonyms = "account, profile" },
            new(Section.Settings, "Team", TeamRoutes.Address, TeamRoutes.Read, 5) { Synonyms = "staff, colleagues", Tabs = TeamTabs.All },
            new(Section.Settings, "API keys", KeyRoutes.Address, KeyRoutes.Read, 10) { Synonyms = "api, keys, token, secret" },
        ];

    public override IEnumerable<SearchEntry> SearchEntries =>
        [
            new("Roles", RoleRoutes.Address, TeamRoutes.Read) { Description = "Team", Synonyms = "permissions, access rights, rbac" },
            OfAccount("Password", "password-h", "change password"),
            OfAccount("Passkeys", "passkeys-h", "passkey, webauthn, fingerprint, security key"),
            OfAccount("Authenticator", "authenticator-h", "2fa, mfa, totp, authenticator app, two factor"),
            OfAccount("Recovery codes", "recovery-h", "recovery, backup codes"),
            OfAccount("Sign-in sessions", "sessions-h", "devices, browsers, sign out"),
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
            .AddSingleton(provider => new Lazy<ScopeCatalogue>(provider.GetRequiredService<ScopeCatalogue>)) // for operations, which are among the scopes
            .AddSingleton(InvitationEmail.Template)
            .AddSingleton<IOptionSource, RoleSource>()
            .AddSingleton<IOptionSource, SecondFactorSource>()
            .AddSingleton<IOptionSource, PermissionSource>()
            .AddSingleton<IOptionSource, FieldClassSource>()
            .AddSingleton<PermissionDescriber>()
            .AddSingleton<ISetupStep, KeySetupStep>()
            .AddSingleton<ISetupStep, TeamSetupStep>();

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

    private static SearchEntry OfAccount(string title, string card, string synonyms) =>
        new(title, $"{AccountRoutes.Address}#{card}", AccountRoutes.Permission) { Description = "Your account", Synonyms = synonyms };
}
