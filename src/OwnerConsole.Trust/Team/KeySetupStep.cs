using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Setup step: a live API key can be used.</summary>
public sealed class KeySetupStep : ISetupStep
{
    public int Order => 20;

    public string Key => "api-key";

    public string Title => "API key";

    public string Reason => "Your application sends its reports with a live key.";

    public string ActionLabel => "Create key";

    public string Permission => "api_key.create";

    public string ReadPermission => KeyRoutes.Read;

    public string Address => KeyRoutes.Address;

    public string Sql =>
        """
            select count(*) as number, null::text as name, max(k.last_used_at) as at
              from auth.api_keys k
             where k.mode = 'live' and k.revoked_at is null and k.expires_at > now()
            """;

    public SetupState Read(SetupFact fact) =>
        fact switch
        {
            { Number: 0 } => new(false),
            { At: null } => new(true, $"{Wording.Count(fact.Number, "live key")}, not used yet"),
            _ => new(true, $"{Wording.Count(fact.Number, "live key")}, last used", fact.At),
        };
}
