using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Identity;

/// <summary>Registers team, API key, session and form protection services.</summary>
public static class IdentitySetup
{
    /// <param name="masterKey">32 bytes from outside the data directory.</param>
    public static IServiceCollection AddIdentities(this IServiceCollection services, byte[] masterKey)
    {
        services.TryAddSingleton<IdGenerator>();
        services.TryAddSingleton<LogWriter>();
        services.TryAddSingleton<EmailOutbox>();
        services.AddSingleton(SignInAlert.Template).AddSingleton<SignInAlert>();
        services.AddSingleton(SignInWarning.Template).AddSingleton<SignInWarning>();
        services.AddSingleton(provider => new KeyRing(
            masterKey,
            provider.GetRequiredService<Database>().Connections,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(SecondFactor.Authenticators).AddSingleton(Sessions.PendingColumn).AddSingleton(FormKeySeal.Keys);
        services.AddSingleton<SecretBox>().AddSingleton<People>().AddSingleton<SecondFactor>().AddSingleton<Sessions>();
        services
            .AddSingleton<OneTimeLinks>()
            .AddSingleton<Enrolments>()
            .AddSingleton<SignIns>()
            .AddSingleton<SignInRateLimiter>()
            .AddSingleton<SignInAttempts>()
            .AddSingleton<SignInCompletion>()
            .AddSingleton<KnownDevices>()
            .AddSingleton<AccessLog>()
            .AddSingleton<ListExport>()
            .AddSingleton<SetupLinks>()
            .AddSingleton<TeamInvitations>()
            .AddSingleton<RoleGrantPolicy>()
            .AddSingleton<AccountSecurity>()
            .AddSingleton<AccountPasskeys>()
            .AddSingleton<Passkeys>()
            .AddSingleton<PasskeySignIns>()
            .AddSingleton<Ceremonies>()
            .AddSingleton<Reauthenticator>()
            .AddSingleton<ApiKeys>()
            .AddSingleton<KnownOrigins>()
            .AddSingleton<HandshakeEndpoints>();
        services.AddSingleton<DenialExplainer>().AddSingleton<KeyUses>().AddSingleton<SecretReencryptor>();
        services.AddSingleton<KeyUpkeep>().AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<KeyUpkeep>());
        services.AddSingleton<PortalAccess>().AddSingleton<PortalFramePolicy>().AddRetention<PortalUpkeep>();
        services.AddScoped<Nonce>();

        services.AddDataProtection().SetApplicationName("owner-console").SetDefaultKeyLifetime(TimeSpan.FromDays(90));
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>(
                (options, provider) =>
                {
                    options.XmlRepository = new DataProtectionKeyRepository(provider.GetRequiredService<Database>());
                    options.XmlEncryptor = new FormKeySeal(provider);
                }
            );

        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-oc-form";
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Lax; // with Strict, following a link from another site would replace the token of all open pages
            options.Cookie.SecurePolicy = CookieSecurePolicy.None; // Always throws on http://localhost; the cookie policy marks every cookie Secure instead
            options.HeaderName = "RequestVerificationToken";
            options.SuppressXFrameOptionsHeader = true; // the Content-Security-Policy has frame-ancestors
        });
        return services;
    }
}
