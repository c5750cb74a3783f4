using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OwnerConsole.Reliability.Probes.Checks;

/// <summary>The certificate of a server is trusted and doesn't expire soon.</summary>
internal sealed class TlsCheck(ProbeNetwork network, TimeProvider clock) : IProbeCheck
{
    public ProbeKind Kind => ProbeKind.Tls;

    public Task<CheckResult> Run(Probe probe, string? secret, CancellationToken stop) =>
        Run(ProbeTarget.Find(probe.Target, ProbeKind.Tls.DefaultPort())!, probe.WarnDays ?? 0, probe.AllowsUntrusted, stop); // checked when it was saved

    public async Task<CheckResult> Run(ProbeTarget target, int warnDays, bool allowsUntrusted, CancellationToken stop)
    {
        await using var stream = await network.Connect(target, stop);
        DateTimeOffset? expiresAt = null;
        var errors = SslPolicyErrors.None;
        await using var tls = new SslStream(stream);
        try
        {
            var options = ProbeNetwork.Tls(
                target.Host,
                (_, certificate, _, found) =>
                {
                    errors = found;
                    expiresAt = certificate is X509Certificate2 full ? new DateTimeOffset(full.NotAfter) : null;
                    return true; // the problem is reported below, with its reason
                }
            );
            await tls.AuthenticateAsClientAsync(options, stop);
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            return CheckResult.Down("The server doesn't accept TLS connections.");
        }
        if (expiresAt is not { } at)
            return CheckResult.Down("The server has no certificate.");
        var left = at - clock.GetUtcNow();
        return left <= TimeSpan.Zero ? CheckResult.Down($"The certificate expired on {Day(at)}.")
            : !allowsUntrusted && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? CheckResult.Down("The certificate doesn't belong to this host.")
            : !allowsUntrusted && errors is not SslPolicyErrors.None ? CheckResult.Down("The certificate is not trusted by this server.")
            : left < TimeSpan.FromDays(warnDays) ? CheckResult.Degraded($"The certificate expires on {Day(at)}.")
            : CheckResult.Up;
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
