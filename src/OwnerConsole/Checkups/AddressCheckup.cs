using System.Net;
using OwnerConsole.Commands;

namespace OwnerConsole.Checkups;

/// <summary>Where the console listens, and who can read along on the way.</summary>
internal sealed class AddressCheckup : ICheckup
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public string Name => "address";

    public Task<IReadOnlyList<Finding>> Look(Machine machine, CancellationToken stop) => Task.FromResult<IReadOnlyList<Finding>>([Look(machine.Here)]);

    private Finding Look(Installation here)
    {
        if (here.Tls is { } tls)
            return Shown(here, tls);
        if (!IPAddress.TryParse(here.Bind, out var address) || IPAddress.IsLoopback(address))
            return Finding.Ok(Name, $"{here.Address}: only this machine reaches it. A proxy on it serves HTTPS to others (docs/deploy.md).");
        return Installation.Proxies.Count > 0
            ? Finding.Ok(
                Name,
                $"{here.Bind}:{here.Port} in plain HTTP, behind {string.Join(" and ", Installation.Proxies)}. Let the network reach it through that proxy only."
            )
            : Finding.Warning(
                Name,
                $"{here.Bind}:{here.Port} is served without encryption: API keys travel in clear, and nobody can sign in from elsewhere.",
                "Give it a certificate (serve --tls), or put a proxy with HTTPS before it and name that: OWNER_CONSOLE_PROXY"
            );
    }

    private Finding Shown(Installation here, Tls tls)
    {
        var left = tls.EndsAt - TimeProvider.System.GetUtcNow();
        var says = $"{here.Address} in HTTPS, with a certificate for {tls.Names} until {tls.EndsAt:yyyy-MM-dd}.";
        return left < TimeSpan.Zero
                ? Finding.Problem(Name, says + " That is over: browsers refuse it.", "Renew it; the console reads the file again by itself.")
            : left < Soon ? Finding.Warning(Name, says, "Renew it; the console reads the file again by itself.")
            : Finding.Ok(Name, says);
    }
}
