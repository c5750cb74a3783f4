using System.Net;
using OwnerConsole.Hosting.Installations;

namespace OwnerConsole.Hosting.Checkups;

/// <summary>Checks the listening address and its encryption.</summary>
internal sealed class AddressCheckup : ICheckup
{
    private static readonly TimeSpan ExpiryWarning = TimeSpan.FromDays(14);

    public string Name => "address";

    public Task<IReadOnlyList<Finding>> Check(CheckupTarget machine, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<Finding>>([Look(machine.Installation)]);

    private Finding Look(Installation here)
    {
        if (here.Tls is { } tls)
            return Shown(here, tls);
        if (!IPAddress.TryParse(here.Bind, out var address) || IPAddress.IsLoopback(address))
            return Finding.Ok(Name, $"{here.Address} is reachable only from this machine. Use a proxy to serve HTTPS to others (docs/guides/deploy.md).");
        return Installation.Proxies.Count > 0
            ? Finding.Ok(
                Name,
                $"{here.Bind}:{here.Port} uses HTTP behind the proxy {string.Join(" and ", Installation.Proxies)}. Allow network access only through that proxy."
            )
            : Finding.Warning(
                Name,
                $"{here.Bind}:{here.Port} is not encrypted: API keys are sent in plain text, and no one can sign in from another machine.",
                "Add a certificate (serve --tls), or use an HTTPS proxy and set OWNER_CONSOLE_PROXY to its address."
            );
    }

    private Finding Shown(Installation here, ServerCertificate tls)
    {
        var left = tls.EndsAt - TimeProvider.System.GetUtcNow();
        var says = $"{here.Address} uses HTTPS with a certificate for {tls.Names}, valid until {tls.EndsAt:yyyy-MM-dd}.";
        return left < TimeSpan.Zero
                ? Finding.Problem(Name, says + " It has expired, so browsers reject it.", "Renew it; the console reloads the file automatically.")
            : left < ExpiryWarning ? Finding.Warning(Name, says, "Renew it; the console reloads the file automatically.")
            : Finding.Ok(Name, says);
    }
}
